"""Why there is no complete plan, in sentences that a meeting can read aloud: key -> (English, Chinese)."""

from collections.abc import Mapping

__all__ = ["EXPLAIN_WORDS"]

EXPLAIN_WORDS: Mapping[str, tuple[str, str]] = {
    "explain.complete": (
        "A complete plan exists: there is nothing to explain.",
        "存在完整的名单，没有需要说明的缺口。",
    ),
    "explain.incomplete": (
        "No plan can meet every requirement, for {causes} reason(s); {count} unit(s) are missing by them:",
        "任何名单都无法满足全部要求，原因 {causes} 条，对应缺口 {count} 项：",
    ),
    "explain.incomplete-unnamed": (
        "No plan can meet every requirement; the plan's certificate proves it, but no cause was singled out.",
        "任何名单都无法满足全部要求：名单所附证书已证明，但未能归结出具体原因。",
    ),
    "explain.impossible": (
        "No plan exists at all: what has been ordered contradicts itself.",
        "不存在任何可行的名单：已指定的事项互相矛盾。",
    ),
    "explain.not-proven": (
        "No complete plan was found, but that there is none is not proven.",
        "没有找到完整的名单，但也未能证明不存在。",
    ),
    "explain.rest": (
        "The plan misses {missing}; the causes account for {explained} of it.",
        "名单共缺 {missing} 项，以上原因可说明其中 {explained} 项。",
    ),
    "explain.known.plan": ("Known from a complete, audited plan.", "依据：已有一份通过核验的完整名单。"),
    "explain.known.causes": (
        "Every cause carries its own proof, which the audit repeats.",
        "依据：每条原因都带有证明，独立核验可以重算。",
    ),
    "explain.known.certificate": (
        "Known from the plan's certificate, which the audit repeats.",
        "依据：名单所附证书，独立核验可以重算。",
    ),
    "explain.known.engines": (
        "Of some causes two solving engines agree.",
        "依据：部分原因由两个求解引擎分别得出同一结论。",
    ),
    # what is demanded
    "explain.who.leaders": ("leader(s)", "名组长"),
    "explain.who.local": ("local {roles}", "名本地{roles}"),
    "explain.who.role": ("{roles}", "名{roles}"),
    "explain.who.skill": ("people for {skill}", "名{skill}人员"),
    "explain.who.rule": ("people for {rule}", "人（{rule}）"),
    "explain.teams": ("{teams}", "{teams}"),
    "explain.hall": (
        "{teams} need {need} {who}; only {have} can be had: {people}.",
        "{teams}需要 {need} {who}，符合条件的只有 {have} 人：{people}。",
    ),
    "explain.hall-nobody": (
        "{teams} need {need} {who}; nobody qualifies.",
        "{teams}需要 {need} {who}，没有一人符合条件。",
    ),
    "explain.hall-limited": (
        "{teams} need {need} {who}; {able} people qualify ({people}), but only {have} of them can be used.",
        "{teams}需要 {need} {who}，符合条件的有 {able} 人（{people}），但最多只能用 {have} 人。",
    ),
    "explain.limit": (
        "{unit} can spare {limit} in {round}.",
        "{unit}在 {round} 轮最多可抽调 {limit} 人。",
    ),
    "explain.hall-seats": (
        "{teams} need {need} {who}; {have} can be had at most, one on each of these seats: {seats}.",
        "{teams}需要 {need} {who}，最多只能有 {have} 人：下列席位各一人（{seats}）。",
    ),
    "explain.hall-seats-people": (
        "{teams} need {need} {who}; {have} can be had at most: one on each of these seats ({seats}), and for "
        "the other seats only {able} people: {people}.",
        "{teams}需要 {need} {who}，最多只能有 {have} 人：下列席位各一人（{seats}）；"
        "其余席位符合条件的只有 {able} 人：{people}。",
    ),
    "explain.also-removed": (
        "Candidates who are kept out everywhere, by rule: {rules}.",
        "处处被排除的候选人，按规则计：{rules}。",
    ),
    "explain.removed": (
        "The other {count} are kept out by these rules: {rules}.",
        "其余 {count} 人被以下规则排除：{rules}。",
    ),
    "explain.all-removed": (
        "All {count} candidates are kept out by these rules: {rules}.",
        "候选 {count} 人全部被以下规则排除：{rules}。",
    ),
    "explain.no-others": (
        "There are no other candidates by pool, source and origin.",
        "按库别、来源和本地异地条件，没有其他候选人。",
    ),
    "explain.rule-count": ("{rule} {count}", "{rule} {count} 人"),
    "explain.serve": (
        "{people} must serve, {need} round(s) in all; they can be given {have} at most, on these seats: "
        "{seats}.",
        "{people}须参加巡察共 {need} 人次，最多只能安排 {have} 人次，可安排的席位：{seats}。",
    ),
    "explain.serve-nowhere": (
        "{people} must serve; no seat is open to them.",
        "{people}须参加巡察，但没有可安排的席位。",
    ),
    "explain.days": (
        "{unit}: {need} day(s) on site are due, the dates leave {have}.",
        "{unit}应驻点 {need} 天，按现有日期只有 {have} 天。",
    ),
    "explain.core": ("These cannot hold together:", "以下各项不能同时成立："),
    "explain.core-pins": ("These orders cannot be met together:", "以下指定事项不能同时做到："),
    "explain.minimal": (
        "Leave out any one of them, and the rest can be met together.",
        "去掉其中任何一项，其余各项都能同时做到。",
    ),
    "explain.not-minimal": (
        "It is not proven that each of them is needed.",
        "尚未证明其中每一项都不可缺少。",
    ),
    "explain.rules-enough": (
        "{rules} alone are enough for it: lifting the other rules would not help.",
        "仅{rules}就足以造成这一缺口，放开其他规则也无济于事。",
    ),
    "explain.proof.hall": ("Proof: a count of people.", "证明：人数清点。"),
    "explain.proof.multipliers": ("Proof: a weighted count.", "证明：加权清点。"),
    "explain.proof.engines": ("Proof: two engines agree.", "证明：两个求解引擎结论一致。"),
    # members
    "explain.seat": ("{team}: {role} (seat {seat}) is filled", "{team}的{role}（席位 {seat}）须有人担任"),
    "explain.minimum": ("{team}: {rule}, {what} - at least {need}", "{team}：{rule}，{what}，至少 {need}"),
    "explain.minimum-waived": (
        "{team}: {rule}, {what} - at least {need}, {waived} of it waived",
        "{team}：{rule}，{what}，至少 {need}（其中可让步 {waived}）",
    ),
    "explain.person": ("{name} serves {need} round(s)", "{name}须参加 {need} 轮"),
    "explain.maximum": ("{rule}: {where} - at most {limit}", "{rule}：{where}，至多 {limit}"),
    "explain.pair": ("{rule}: {people} not both on {team}", "{rule}：{people}不得同在{team}"),
    "explain.pair-round": (
        "{rule}: {people} not both in round {round}",
        "{rule}：{people}不得同时参加轮次 {round}",
    ),
    "explain.waiver": ("waiver {waiver}: at most {limit}", "让步 {waiver}：至多 {limit}"),
    "explain.exclusion": ("{rule} keeps out {people}", "{rule}排除{people}"),
    "explain.exclusion-anybody": ("{rule}", "{rule}"),
    "explain.pin": (
        "no. {number}: {kind} {person} {where} (asked by {asked_by}: {reason})",
        "第 {number} 条指定：{kind} {person} {where}（{asked_by}提出：{reason}）",
    ),
    "explain.some-people": ("{people} and {count} others", "{people}等 {count} 人"),
    "explain.background": (
        "Taken for granted throughout: {rules}.",
        "以下规则视为前提，不列入原因：{rules}。",
    ),
    "title.causes": ("Why there is no complete plan", "为何编不出完整名单"),
    "help.explain": (
        "Say why INSTANCE has no complete plan: minimal causes, each with its proof.",
        "说明 INSTANCE 为何编不出完整名单：逐条列出最小原因及其证明。",
    ),
    "help.opt.explained-plan": (
        "The plan whose shortages are to be explained; by default INSTANCE itself.",
        "要说明其缺口的名单；不给出时直接说明 INSTANCE。",
    ),
}
