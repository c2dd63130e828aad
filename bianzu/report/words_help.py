"""Help of the commands and their options: key -> (English, Chinese)."""

from collections.abc import Mapping

__all__ = ["HELP"]

HELP: Mapping[str, tuple[str, str]] = {
    "help.main": (
        "Forms the teams of an inspection office: recusal, skill mix and rotation, with a proven bound "
        "and an independent audit.",
        "巡察编组：按回避、专业配备和轮换规则生成建议名单，给出已证下界，并经独立核验。",
    ),
    "help.demo": (
        "Solve and audit the invented city that ships with the package.",
        "用随软件附带的虚构城市演示求解与核验。",
    ),
    "help.generate": ("Write an invented instance.", "生成一份虚构的输入数据。"),
    "help.template": (
        "Write a form of a round as an invented instance: FORM is one of those that --list shows.",
        "把一种组织形式写成虚构的输入数据；FORM 为 --list 所列之一。",
    ),
    "help.check": (
        "Report errors of an instance and counts that rule a complete plan out.",
        "检查输入数据，并核对完整编组所必需的人数。",
    ),
    "help.solve": ("Form the teams of INSTANCE and write the plan.", "为 INSTANCE 编组并写出建议名单。"),
    "help.verify": ("Audit PLAN against INSTANCE.", "按 INSTANCE 独立核验 PLAN。"),
    "help.show": ("Show PLAN as tables.", "以表格显示 PLAN。"),
    "help.rules": (
        "List every rule of the rulebook with its defaults, where they come from and who enforces it; "
        "with RULE, one in full.",
        "列出规则手册的全部规则、默认值及其出处、执行环节；给出 RULE 时显示该规则的详情。",
    ),
    "help.schema": ("Print the JSON Schema of a file format.", "输出文件格式的 JSON Schema。"),
    "help.opt.lang": (
        "Language of the messages; by default that of the locale.",
        "消息语言，默认随系统区域设置。",
    ),
    "help.opt.json": (
        "Print one JSON document on stdout and nothing else.",
        "标准输出只输出一份 JSON 文档。",
    ),
    "help.opt.help": ("Show this message and exit.", "显示帮助并退出。"),
    "help.opt.version": ("Show the version and exit.", "显示版本并退出。"),
    "help.opt.output": ("File to write.", "要写出的文件。"),
    "help.opt.time-limit": (
        "Stop after this many seconds and keep the best plan so far.",
        "到达该秒数即停止，保留目前最好的名单。",
    ),
    "help.opt.seed": ("Seed of every random choice.", "随机种子。"),
    "help.opt.draw": (
        "Draw: derive the seed from the input and this public value, which the plan then names; not together "
        "with --seed.",
        "抽取：由输入数据和该公开数推定种子，并记入名单；不得与 --seed 同用。",
    ),
    "help.opt.from-round": (
        "Plan anew from this round on; the rounds before it stand as in --plan and become history.",
        "自该轮起重新编组；此前各轮按 --plan 固定，转为历史。",
    ),
    "help.opt.plan": (
        "The earlier plan for INSTANCE; it is audited first.",
        "INSTANCE 的原名单，先行核验。",
    ),
    "help.opt.instance-out": (
        "Also write the instance in which the rounds before --from-round are past; the new plan answers it.",
        "同时写出此前各轮已转为历史的数据；新名单与之对应。",
    ),
    "help.opt.gap": (
        "Stop when the plan is proven to be within this share of the best (0.01 is 1 %).",
        "名单与最优值的差距经证明不超过该比例时即停止（0.01 即 1%）。",
    ),
    "help.opt.start": (
        "Begin with this plan of the same or a similar instance.",
        "从这份名单出发求解；它可以是同一份或相近输入数据的名单。",
    ),
    "help.opt.budget": (
        "Deterministic limit in work units; unlike a time limit it gives the same plan on every machine.",
        "确定性的计算预算；与时间上限不同，在任何机器上结果一致。",
    ),
    "help.opt.memory": ("Memory cap of the solving process in MiB.", "求解进程的内存上限（MiB）。"),
    "help.opt.size": ("Size of the instance.", "规模。"),
    "help.opt.tightness": ("How scarce people are.", "人员宽松程度。"),
    "help.opt.preset": ("Preset of local and external seats.", "本地异地配置预设。"),
    "help.opt.rounds": (
        "Planned rounds of a term, 1 to 15; people serve in several of them.",
        "本届拟编组的轮次数，1 至 15；同一人可参加多轮。",
    ),
    "help.opt.ruleset": (
        "Rules to switch on: those of one round, or also those that look at a whole term.",
        "启用的规则：单轮所需（round），或另加跨轮次的软性规则（term）。",
    ),
    "help.opt.listed": ("List the forms, one id a line.", "列出各种形式，每行一个代号。"),
    "help.opt.villages": (
        "Number of villages, 20 to 7415; for village-secretaries only.",
        "村数，20 至 7415；仅用于 village-secretaries。",
    ),
    "help.opt.evidence": ("List the recusal check of every seat.", "逐席位列出回避核查表。"),
    "help.opt.by": ("What to group by.", "按何种方式列出。"),
    "help.opt.rules": (
        "Also list the rules in force and where their defaults come from.",
        "同时列出启用的规则及默认值出处。",
    ),
}
