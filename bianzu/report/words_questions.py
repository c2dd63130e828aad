"""Words of questions about one person or seat: key -> (English, Chinese)."""

from collections.abc import Mapping

__all__ = ["QUESTION_WORDS"]

QUESTION_WORDS: Mapping[str, tuple[str, str]] = {
    "help.alternatives": (
        "Rank everybody for one seat of PLAN: who can step in and at what cost, who sits elsewhere, who is "
        "kept off by which rule.",
        "为 PLAN 的一个席位列出全部候选人：可直接顶替者及其代价、在其他席位者、受何规则限制者。",
    ),
    "help.why": (
        "Say why a person has a seat in PLAN, or why not.",
        "说明某人为何列入（或未列入）名单 PLAN。",
    ),
    "help.why-not": (
        "Say why a person is not on a team of PLAN, and what it would cost to have it so.",
        "说明某人为何不在 PLAN 的某组，以及如作此安排需付出的代价。",
    ),
    "help.reserves": (
        "List ranked reserves for every team of PLAN, who could step in at once.",
        "为 PLAN 各组列出可随时顶替的替补人员及顺序。",
    ),
    "help.opt.team": ("Id of the team.", "组的编号。"),
    "help.opt.seat": ("Id of the seat.", "席位编号。"),
    "help.opt.person": ("Id of the person.", "人员编号。"),
    "help.opt.role": ("Role on the team; any when left out.", "组内职务，不给出则不限。"),
    "help.opt.solved": (
        "Solve anew with the order where its cost is not exact; --no-solve: answer from the plan alone.",
        "代价无法直接确定时带上该要求重新求解；--no-solve 只依据现有名单作答。",
    ),
    "help.opt.top": ("How many candidates to print; --json has all.", "显示的候选人数；--json 输出全部。"),
    "help.opt.r": ("Reserves for each team.", "每组替补人数。"),
    "standing.free": ("can step in", "可直接顶替"),
    "standing.seated": ("sits elsewhere", "已在其他席位"),
    "standing.barred": ("kept off", "受规则限制"),
    "standing.local": ("local", "本地"),
    "standing.external": ("external", "异地"),
    "standing.city-level": ("city-level", "市直"),
    "standing.unknown": ("origin not known", "来源地未填"),
    "col.standing": ("standing", "情况"),
    "col.effect": ("effect on the plan", "对名单的影响"),
    "col.against": ("what speaks against", "限制与依据"),
    "col.now": ("seat now", "现席位"),
    "col.replaces": ("instead of", "替换"),
    "title.alternatives": ("Who could take {role} {seat} of {team}", "{team} {role}席位 {seat} 的候选人"),
    "title.stand-ins": ("Reserves", "替补人员"),
    "title.brings": ("What {name} brings to {team}", "{name}在{team}的作用"),
    "title.next-best": ("Who would be next", "其次可选人员"),
    "title.recusal-checks": ("Recusal check", "回避核查"),
    "title.order": ("What it would take", "如作此安排"),
    "title.without": ("Without {name}", "如不用{name}"),
    "title.nearest": ("Nearest teams", "最接近的组"),
    "title.seat-by-seat": ("Seat by seat", "逐席位情况"),
    "title.scarce": ("What is scarce", "紧缺情况"),
    "ask.holder": ("Now: {name}", "现任：{name}"),
    "ask.holder-none": ("Now: nobody", "现空缺"),
    "ask.counts": (
        "Can step in: {free}; sit elsewhere: {seated}; kept off: {barred}. All else stays as it is.",
        "可直接顶替 {free} 人，已在其他席位 {seated} 人，受限 {barred} 人；其余安排不变。",
    ),
    "ask.others": ("No candidates of this seat: {counts}", "不符合本席位条件：{counts}"),
    "ask.others-item": ("{rule} {count}", "{rule} {count} 人"),
    "ask.more": ("… and {count} more (--top, --json)", "……另有 {count} 人（--top 或 --json 可查看）"),
    "ask.no-change": ("no difference", "无变化"),
    "ask.step": ("{level} {change}", "{level} {change}"),
    "ask.leaves": ("leaves {seat} empty", "空出 {seat}"),
    "ask.exchange": ("exchanged: {effect}", "对调：{effect}"),
    "ask.rules": ("by {rules}", "其中 {rules}"),
    "ask.objection": ("{rule}{clause}{about}{verdict}{rows}", "{rule}{clause}{about}{verdict}{rows}"),
    "ask.clause": (" - {clause}", "—{clause}"),
    "ask.about": (" ({what})", "（{what}）"),
    "ask.limit": ("{found}; {limit}", "{found}；{limit}"),
    "ask.waivable": ("; a waiver could cover it", "；可申请让步"),
    "ask.spent": ("; waiver {waiver} is used up", "；让步 {waiver} 已用完"),
    "ask.waived": ("; covered by waiver {waiver}", "；已有让步 {waiver}"),
    "ask.penalised": ("; costs {weight} points", "；扣 {weight} 分"),
    "ask.row": (" [{rows}]", "〔依据 {rows}〕"),
    "why-not.seated": ("{name} is on {team}: seat {seat}.", "{name}已在{team}，席位 {seat}。"),
    "why-not.barred": (
        "{name} cannot be on {team}{role}: every seat is barred.",
        "{name}不能安排到{team}{role}：各席位均受规则限制。",
    ),
    "why-not.costs": (
        "No rule keeps {name} off {team}{role}; the plan is better without.",
        "没有规则限制{name}到{team}{role}，但如此安排，名单总体更差。",
    ),
    "why-not.as-good": (
        "No rule keeps {name} off {team}{role}, and a plan as good at every level has it so.",
        "没有规则限制{name}到{team}{role}，且有各层次同样好的名单可作此安排。",
    ),
    "why-not.no-plan-found": (
        "Nothing on record keeps {name} off {team}{role}, but no plan near this one has it so without "
        "breaking a rule.",
        "档案中没有限制{name}到{team}{role}的情形，但在现名单附近未找到不违反规则的安排。",
    ),
    "why-not.role": (" as {role}", "任{role}"),
    "why-not.sits": ("Now on seat {seat}.", "现在席位 {seat}。"),
    "order.exact": (
        "It costs {most} at the level {level}: proven, whatever else is rearranged.",
        "代价：{level} {most}；已证明无论如何调整均不可能更低。",
    ),
    "order.between": (
        "It costs between {least} and {most} at the level {level}: the first is proven, the second is a plan "
        "that was found and measured.",
        "代价：{level} 在 {least} 与 {most} 之间；前者已证明，后者为已找到并经核算的名单。",
    ),
    "order.at-most": (
        "It costs at most {most} at the level {level}: a plan that was found and measured.",
        "代价：{level} 不超过 {most}，系已找到并经核算的名单。",
    ),
    "order.none": ("It costs nothing at any level.", "各层次均无代价。"),
    "order.rules": ("Rules that change: {rules}", "涉及规则：{rules}"),
    "order.would-need": (
        "It would be chosen if it cost {least} less at this level.",
        "该层次的代价减少 {least}，才可能作此安排。",
    ),
    "order.moves": ("Who moves: {count}", "人员变动 {count} 人"),
    "order.in": ("{name} comes in: {to}", "{name}新进：{to}"),
    "order.out": ("{name} goes out: {from_}", "{name}退出：{from_}"),
    "order.moved": ("{name} moves: {from_} -> {to}", "{name}调整：{from_} → {to}"),
    "scarce.gives": (
        "{what} is scarce for {team}; {name} counts for it: worth {points} points ({level}).",
        "{team}紧缺{what}，{name}符合：价值 {points} 分（{level}）。",
    ),
    "scarce.lacks": (
        "{what} is scarce for {team}: each such person is worth {points} points ({level}); {name} does not "
        "count for it.",
        "{team}紧缺{what}，每人价值 {points} 分（{level}），{name}不具备。",
    ),
    "scarce.crowded": (
        "{what} is full: one more such person costs {points} points ({level}), {name} is one.",
        "{what}已满：再增加一人需付出 {points} 分（{level}），{name}属此列。",
    ),
    "why.not-seated": ("{name} has no seat.", "{name}未列入名单。"),
    "why.seated": (
        "{name} is {role} of {team}, seat {seat} ({standing}).",
        "{name}任{team}{role}，席位 {seat}（{standing}）。",
    ),
    "why.counts-for": ("Counts for: {skills}", "计入专业：{skills}"),
    "why.decisive": (
        "Without {name} the team lacks: {what}",
        "缺少{name}则该组不满足：{what}",
    ),
    "why.meets": ("Also counts for: {what}", "同时计入：{what}"),
    "why.owed": (
        "Newly promoted: owes {owed} rounds.",
        "新提拔干部，尚应参加 {owed} 轮。",
    ),
    "why.last-chance": ("This is the last chance to serve.", "本轮为期限内最后机会。"),
    "why.candidates": ("{count} people could step in.", "可直接顶替者 {count} 人。"),
    "why.barred-by": ("{rule}: kept off {count} teams", "{rule}：{count} 个组不能安排"),
    "why.clear": ("{verdict}: {count}", "{verdict} {count} 项"),
    "why.nearest": (
        "{team}, seat {seat}, instead of {name}: {effect}",
        "{team} 席位 {seat}，替换{name}：{effect}",
    ),
    "why.least": ("{team}: at least {least} at the level {level}", "{team}：{level} 至少增加 {least}"),
    "reserves.short": (
        "{team}: {count} reserves short, nobody else could be one",
        "{team}：缺 {count} 名替补，别无合适人选",
    ),
    "reserves.leaderless": (
        "No reserve could lead: {teams}",
        "替补中无人能任组长：{teams}",
    ),
    "reserves.jointly": (
        "All reserves of one order could step in at once.",
        "同一顺序的替补可以同时顶替。",
    ),
}
