"""Sentences, headings and column titles of the command line: key -> (English, Chinese)."""

from collections.abc import Mapping

__all__ = ["MESSAGES"]

_COLUMNS: Mapping[str, tuple[str, str]] = {
    "number": ("no.", "序号"),
    "round": ("round", "轮次"),
    "team": ("team", "组别"),
    "role": ("role", "组内职务"),
    "intended-role": ("role", "拟任角色"),
    "name": ("name", "姓名"),
    "person-id": ("id", "人员编号"),
    "gender": ("gender", "性别"),
    "age": ("age", "年龄"),
    "unit": ("work unit", "单位"),
    "rank": ("rank", "职级"),
    "party": ("party", "政治面貌"),
    "pools": ("pool", "来源库"),
    "sent-by": ("sent by", "派出县区"),
    "local": ("local?", "本地/异地"),
    "skills": ("counts for", "专业特长"),
    "earlier-rounds": ("earlier rounds", "参巡轮次"),
    "earlier": ("earlier rounds", "以往轮次"),
    "duty": ("duty", "组内分工"),
    "services": ("rounds served", "安排轮数"),
    "reserve-order": ("order", "顺序"),
    "could-serve-as": ("could serve as", "可任"),
    "sent-to": ("sent to", "派往县区"),
    "leader": ("leader", "组长"),
    "deputies": ("deputies", "副组长"),
    "liaisons": ("liaison", "联络员"),
    "others": ("other members", "其他成员"),
    "level": ("level", "层次"),
    "objective": ("objective", "目标值"),
    "bound": ("proven bound", "已证下界"),
    "gap": ("gap", "差距"),
    "bound-by": ("proven by", "证明依据"),
    "rule": ("rule", "规则"),
    "violations": ("violations", "违反数"),
    "penalty": ("penalty", "扣分"),
    "finding": ("finding", "问题"),
    "where": ("where", "位置"),
    "claimed": ("plan says", "名单所称"),
    "found": ("audit finds", "核验结果"),
    "verdict": ("verdict", "结论"),
    "count": ("count", "数量"),
    "class": ("checked", "检查项"),
    "seat": ("seat", "席位"),
    "compared": ("compared", "核对内容"),
    "rows": ("records", "依据"),
    "needed": ("needed", "需要"),
    "available": ("available", "可用"),
    "result": ("result", "结果"),
    "hardness": ("hardness", "硬/软"),
    "parameter": ("parameter", "参数"),
    "value": ("value", "取值"),
    "source": ("source", "来源"),
    "waiver": ("waiver", "编号"),
    "scope": ("covers", "适用范围"),
    "reason": ("reason", "理由"),
    "approver": ("approved by", "批准人"),
    "granted": ("granted", "批准日期"),
    "expires": ("expires", "有效期至"),
    "used": ("used", "使用"),
    "state": ("state", "状态"),
}

_TITLES: Mapping[str, tuple[str, str]] = {
    "proposal": ("Proposal: {city}, {rounds}", "{city}（{rounds}）巡察编组建议名单"),
    "team": ("{name} ({id}) -> {counties}", "{name}（{id}） 派往 {counties}"),
    "team-dates": ("{start} to {end}, units: {units}", "{start} 至 {end}，被巡察单位：{units}"),
    "teams": ("Team list", "编组名单"),
    "round": ("{round}: {start} to {end}", "{round}：{start} 至 {end}"),
    "reserves": ("Reserves ({count})", "替补名单（{count} 人）"),
    "floaters": ("Floaters ({count} services)", "专业机动人员（{count} 人次）"),
    "look-ahead": (
        "Look-ahead over announced rounds (a necessary condition)",
        "已公布轮次预判（必要条件）",
    ),
    "levels": ("Objective by level", "各层次目标"),
    "rules": ("Soft rules that cost something", "软性规则扣分情况"),
    "shortages": ("Shortages ({count})", "缺口（{count} 项）"),
    "waivers": ("Register of waivers ({used} of {count} used)", "让步登记（{count} 项，使用 {used} 项）"),
    "waiver-history": ("Waivers used in earlier rounds ({count})", "以往轮次使用的让步（{count} 项）"),
    "at-risk": ("New cadres who cannot serve before their deadline", "期限内无法参巡的新提拔干部"),
    "conflicts": ("Pins that no plan can honour together", "互相矛盾、无法同时满足的指定"),
    "county": ("{name}", "{name}"),
    "sent": ("sent from here: {count}", "派出 {count} 人"),
    "received": ("teams that come here: {teams}; people: {count}", "进驻 {teams} 个组、{count} 人"),
    "people": ("People on the list: {count}", "名单人员 {count} 人"),
    "findings": ("Findings ({count})", "核验问题（{count} 项）"),
    "evidence": ("Recusal evidence by class", "回避核查汇总"),
    "evidence-table": ("Recusal check", "回避核查表"),
    "checks": ("Necessary counts", "必要人数核对"),
    "settings": ("Rules in force", "启用的规则"),
}

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "progress.phase": ("{phase} {seconds} s", "{phase} {seconds} 秒"),
    "progress.incumbent": ("best {value}", "当前 {value}"),
    "progress.bound": ("bound {value}", "下界 {value}"),
    "progress.gap": ("gap {value} %", "差距 {value}%"),
    "progress.cancelling": (
        "Stopping; the best plan so far will be written. Press Ctrl-C again to give up.",
        "正在停止，将写出目前最好的名单。再按一次 Ctrl-C 直接放弃。",
    ),
    "word.yes": ("yes", "是"),
    "word.no": ("no", "否"),
    "word.none": ("none", "无"),
    "word.empty": ("(empty)", "（空缺）"),
    "word.first-time": ("first time", "首次"),
    "word.not-known": ("not known", "未填"),
    "word.set-here": ("set here", "本单位设定"),
    "word.enough": ("enough", "满足"),
    "word.too-few": ("too few", "不足"),
    "plan.proposal-note": (
        "This is a proposal. Authorisation stays with the committee.",
        "本名单为建议名单，须报领导小组审定授权。",
    ),
    "plan.complete": (
        "Complete: every seat is filled and every minimum is met.",
        "编组完整：席位全部配齐，最低要求全部满足。",
    ),
    "plan.incomplete-proven": (
        "Incomplete, and it is proven that no complete plan exists for this input.",
        "编组不完整；已证明按现有人员和规则不存在完整的编组。",
    ),
    "plan.incomplete-open": (
        "Incomplete: a limit was reached before a complete plan was found. More time may help.",
        "编组不完整：到达限制时尚未找到完整编组，延长时间可能改善。",
    ),
    "plan.infeasible": (
        "No plan exists: pins contradict each other.",
        "无法编组：指定之间互相矛盾。",
    ),
    "plan.unknown": (
        "A limit was reached before any plan was found. More time may help.",
        "到达限制时尚未得到任何名单，延长时间可能有结果。",
    ),
    "plan.seats": (
        "Seats filled: {filled} of {total}; teams: {teams}.",
        "席位 {total} 个，已配 {filled} 个，共 {teams} 个组。",
    ),
    "plan.status": (
        "Status: {status}; gap: {gap}; stopped: {stop}.",
        "状态：{status}；差距：{gap}；停止原因：{stop}。",
    ),
    "plan.drawn": (
        'Drawn: seed {seed} follows from this input and the public value "{value}".',
        "抽取：种子 {seed}，由本数据和公开数“{value}”推定。",
    ),
    "draw.or-seed": (
        "--draw derives the seed: it does not go together with --seed",
        "--draw 已推定种子，不得与 --seed 同用",
    ),
    "draw.one-line": (
        "the public value is one line of text, up to 2000 characters, without spaces around it",
        "公开数须为一行文字，不超过 2000 字，首尾不留空格",
    ),
    "plan.time": ("Took {seconds} s.", "用时 {seconds} 秒。"),
    "plan.retried": (
        "The solving process died once ({reason}) and was started again on safer settings.",
        "求解进程曾异常中断（{reason}），已按更稳妥的设置重新启动。",
    ),
    "plan.audited": ("The independent audit accepts the plan.", "名单已通过独立核验。"),
    "plan.written": ("Written to {path}", "名单已写入 {path}"),
    "plan.kept": ("{path} was not touched.", "{path} 未作改动。"),
    "plan.other-input": (
        "Note: the plan was made from another version of this instance.",
        "注意：该名单依据的是本数据的另一个版本。",
    ),
    "plan.at-risk": (
        "{name} ({id}), round {round}: still owes {owed}; ruled out by {rules}",
        "{name}（{id}），{round}：还应参巡 {owed} 轮；受限于 {rules}",
    ),
    "plan.seats-of-round": (
        "{round} ({start} to {end}): {filled} of {total} seats filled; teams: {teams}",
        "{round}（{start} 至 {end}）：席位 {total} 个，已配 {filled} 个，共 {teams} 个组",
    ),
    "word.round-with-day": ("{round} (from {start})", "{round}（{start} 开始）"),
    "ahead.note": (
        "A necessary condition only: who finds no place here cannot meet the obligation, while a place "
        "is no promise, as the other needs of those rounds are not planned yet.",
        "此为必要条件：排不进的人员必定无法按期完成参巡；排得进的也不等于一定能安排，因为这些轮次的其他要"
        "求尚未编排。",
    ),
    "ahead.nobody": (
        "After the planned rounds nobody owes a round of service.",
        "编排各轮之后，没有尚欠参巡轮次的新提拔干部。",
    ),
    "ahead.unplaced": (
        "AT RISK: {name} ({id}) owes {owed} round(s) for which the announced ones have no place; the "
        "last chance is {round}",
        "有风险：{name}（{id}）尚欠 {owed} 轮，已公布轮次中排不进；最后机会为 {round}",
    ),
    "ahead.placed": (
        "Places found for {people} new cadre(s), {places} in all.",
        "可排入新提拔干部 {people} 名，共 {places} 人次。",
    ),
    "waiver.used": ("used", "已使用"),
    "waiver.unused": ("not used", "未使用"),
    "waiver.expired": ("not in force: expired", "不生效：已过期"),
    "waiver.too-early": ("not in force: granted after the start", "不生效：批准晚于开始日期"),
    "waiver.open-ended": ("open", "未限定"),
    "waiver.everything": ("everything under the rule", "该规则下全部情形"),
    "waiver.seat": ("seat {seat}", "席位 {seat}"),
    "plan.conflict": (
        "these cannot all hold: {pins}; rules at odds: {rules}",
        "以下指定不能同时成立：{pins}；冲突的规则：{rules}",
    ),
    "plan.pin": ("no. {number} {kind} {person} {where}", "第 {number} 条 {kind} {person} {where}"),
    "freeze.together": (
        "--from-round and --plan go together, and --instance-out needs both",
        "--from-round 与 --plan 须同时给出，--instance-out 须与两者同用",
    ),
    "freeze.two-files": (
        "the plan and the instance cannot go to one file",
        "名单与输入数据不能写入同一文件",
    ),
    "freeze.done": (
        "Planned anew from {round} on; the rounds before it stand as in {plan} and count as history.",
        "自 {round} 起重新编组；此前各轮按 {plan} 固定，计入历史。",
    ),
    "freeze.written": (
        "The instance in which those rounds are past: {instance}. To audit: bianzu verify {instance} {plan}",
        "此前各轮已转为以往轮次的数据：{instance}。核验：bianzu verify {instance} {plan}",
    ),
    "freeze.not-written": (
        "The plan answers the instance in which those rounds are past; --instance-out FILE writes it, for "
        "bianzu verify.",
        "名单对应的是此前各轮已转为以往轮次的数据；加 --instance-out FILE 可写出，供 bianzu verify 核验。",
    ),
    "shortage.seat": (
        "{county}, {team} ({team_id}), seat {seat}: {role} ({origin}) stays empty.",
        "{county}，{team}（{team_id}），席位 {seat}：{role}（{origin}）空缺。",
    ),
    "shortage.in-round": ("{round}: {text}", "{round}：{text}"),
    "shortage.minimum": (
        "{county}, {team} ({team_id}): {rule}, {what} - {missing} too few.",
        "{county}，{team}（{team_id}）：{rule}，{what}，缺 {missing} 人。",
    ),
    "shortage.unit": (
        "{county}, {team} ({team_id}), {unit}: {rule} - {missing} day(s) too few in {year}.",
        "{county}，{team}（{team_id}），{unit}：{rule}，{year} 年缺 {missing} 天。",
    ),
    "shortage.person": (
        "{name} ({id}): {rule} - {missing} round(s) of service missing.",
        "{name}（{id}）：{rule}，还缺 {missing} 轮。",
    ),
    "shortage.nobody-seat": (
        "Nobody qualifies by pool, source and origin alone: there are no candidates to begin with.",
        "库别、来源集合和本地异地条件均符合的人员一个也没有。",
    ),
    "shortage.nobody-minimum": (
        "Nobody on the list could be counted for this.",
        "名册中没有可计入此项的人员。",
    ),
    "shortage.candidates": (
        "{count} candidate(s) by pool, source and origin; what removed them:",
        "按库别、来源和本地异地条件有候选 {count} 人，排除情况：",
    ),
    "shortage.candidates-minimum": (
        "{count} candidate(s) could be counted for this; what keeps them out:",
        "可计入此项的候选 {count} 人，未能进组的原因：",
    ),
    "shortage.removed": ("{rule}: {count}", "{rule}：{count} 人"),
    "shortage.overlap": (
        "(a candidate whom two rules remove counts under both)",
        "（同一人被两条规则排除的，两处都计）",
    ),
    "shortage.one-by-one": ("one by one:", "逐人情况："),
    "shortage.named": ("{name} ({id}): {causes}", "{name}（{id}）：{causes}"),
    "shortage.cause": ("{rule} ({clauses})", "{rule}（{clauses}）"),
    "shortage.none": ("No shortages.", "没有缺口。"),
    "shortage.whole-team": ("team", "全组"),
    "verify.passed": ("PASS: the independent audit accepts the plan.", "通过：独立核验认可该名单。"),
    "verify.failed": (
        "FAIL: the independent audit found {count} disagreement(s).",
        "不通过：独立核验发现 {count} 处不一致。",
    ),
    "verify.incomplete": (
        "The plan states its shortages correctly but is incomplete ({count}).",
        "名单如实列出了缺口，但编组不完整（{count} 项）。",
    ),
    "verify.certified-optimal": (
        "Certified optimal: the audit itself proved from the certificate that no plan is better.",
        "最优性已核证：独立核验依据证书自行证明不存在更好的名单。",
    ),
    "verify.certified-within": (
        "Certified within {gap}: the audit itself proved that no plan is better by more.",
        "已核证差距不超过 {gap}：独立核验依据证书自行证明，任何名单的改善都不会超出这一差距。",
    ),
    "verify.certified-none": (
        "Bounds are claimed but not certified: the audit could not prove them from a certificate.",
        "名单所称下界未经核证：独立核验无法依据证书自行证明。",
    ),
    "check.ok": (
        "The input is in order. {people} people, {teams} teams, {seats} seats.",
        "输入无误：人员 {people} 名，巡察组 {teams} 个，席位 {seats} 个。",
    ),
    "check.rounds": ("Planned rounds: {count}. {rounds}", "待编组轮次 {count} 个：{rounds}"),
    "check.need": ("{skill} {need} (level {level})", "{skill} {need} 人（{level} 级）"),
    "check.enough": (
        "No count rules a complete plan out. That does not promise one.",
        "必要人数均满足（这并不保证一定能编齐）。",
    ),
    "check.short": (
        "At least one necessary count falls short: no complete plan exists.",
        "至少有一项必要人数不足：不存在完整的编组。",
    ),
    "check.source-note": (
        "Defaults are marked by where they come from: regulation, practice, or suggestion of the software.",
        "默认值标明出处：规定、实践、软件建议值。",
    ),
    "generate.written": (
        "{title}: {people} people, {teams} teams, {seats} seats; written to {path}",
        "{title}：人员 {people} 名，巡察组 {teams} 个，席位 {seats} 个，已写入 {path}",
    ),
    "generate.planted": ("A complete plan is planted in it.", "数据中预置了一个完整的编组方案。"),
    "generate.not-planted": ("It promises no complete plan.", "数据不保证能完整编组。"),
    "demo.start": (
        "Invented city: {people} people for {teams} teams with {seats} seats.",
        "演示数据（虚构城市）：人员 {people} 名，巡察组 {teams} 个，席位 {seats} 个。",
    ),
    "demo.more": (
        "The full roster: bianzu show {instance} {plan} --by team",
        "完整名单：bianzu show {instance} {plan} --by team",
    ),
}

MESSAGES: Mapping[str, tuple[str, str]] = {
    **{f"col.{code}": pair for code, pair in _COLUMNS.items()},
    **{f"title.{code}": pair for code, pair in _TITLES.items()},
    **_SENTENCES,
}
