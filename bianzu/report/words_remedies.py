"""What would help, in sentences that a meeting can read aloud: key -> (English, Chinese)."""

from collections.abc import Mapping

__all__ = ["REMEDY_WORDS"]

REMEDY_WORDS: Mapping[str, tuple[str, str]] = {
    "title.remedies": ("What would help", "可供选择的补救办法"),
    "remedy.none": (
        "Nothing was found that may be changed and would help; recusal and other hard rules are not offered.",
        "在允许调整的范围内没有找到补救办法；回避等刚性规则不作让步建议。",
    ),
    "remedy.lead": (
        "Each of these was solved and audited. Which of them is taken is for the committee to decide.",
        "以下办法均已试排并通过核验，是否采用由组织研究决定。",
    ),
    "remedy.complete": ("Then the plan is complete.", "这样可以编出完整名单。"),
    "remedy.partial": ("Then {missing} unit(s) are still missing.", "这样仍缺 {missing} 项。"),
    "remedy.waive-seat": (
        "grant {person} a waiver of {rule}, {amount} unit(s), as {seat}",
        "对{person}任{seat}，{rule}让步 {amount} 项",
    ),
    "remedy.waive-round": (
        "let {person} serve one more round in spite of {rule} ({amount} unit(s))",
        "请{person}再参加一轮（{rule}让步 {amount} 项）",
    ),
    "remedy.waive-unit": (
        "let {unit} spare {amount} more than {rule} allows",
        "商请{unit}在{rule}之外多抽调 {amount} 人",
    ),
    "remedy.waive-team": (
        "grant {team} a waiver of {rule}, {amount} unit(s)",
        "对{team}，{rule}让步 {amount} 项",
    ),
    "remedy.waive": ("grant a waiver of {rule}, {amount} unit(s)", "{rule}让步 {amount} 项"),
    "remedy.borrow": ("bring in {count} more {who}", "增调 {count} 名{who}"),
    "remedy.who": ("people", "人员"),
    "remedy.who.pool": ("people for the {pool}", "{pool}人员"),
    "remedy.who.skill": ("people with {skill}, level {level}", "{skill}人员（{level} 级以上）"),
    "remedy.who.rank": ("of rank {rank}", "职级不低于{rank}的"),
    "remedy.who.party": ("who are full party members", "为正式党员的"),
    "remedy.who.county": ("from {county}", "{county}的"),
    "remedy.who.outside": ("of the city level or from elsewhere", "市直或外地的"),
    "remedy.move": (
        "let round {round} begin {days} day(s) later, on {start}",
        "{round} 轮推迟 {days} 天，于 {start} 进驻",
    ),
    "remedy.merge": (
        "do not form {other}; {team} takes over its units",
        "不再组建{other}，其任务并入{team}",
    ),
    "remedy.drop": ("do not form {team} in this round", "本轮不组建{team}"),
    "remedy.add-team": ("form {count} more team(s) like {team}", "比照{team}增设 {count} 个组"),
    "remedy.unpin": ("take back order {pin}", "撤回{pin}"),
    "remedy.cost": (
        "Against the incomplete plan: {levels}.",
        "与缺员名单相比：{levels}。",
    ),
    "remedy.level": ("{level} {before} → {after}", "{level} {before}→{after}"),
    "remedy.same": ("no difference at any level", "各层次均无差别"),
    "remedy.written": (
        "Repair {rank} is in {instance} and {plan}: bianzu verify {instance} {plan}",
        "办法 {rank} 已写入 {instance} 与 {plan}，可核验：bianzu verify {instance} {plan}",
    ),
    "help.opt.repairs": (
        "Look for repairs, each one solved and audited.",
        "是否寻找补救办法；每个办法都经过试排和核验。",
    ),
    "help.opt.repairs-out": (
        "Write every repaired instance and its plan into this folder.",
        "把每个补救办法调整后的数据及其名单写入该文件夹。",
    ),
}
