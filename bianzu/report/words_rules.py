"""What each rule asks, in one sentence: rule id -> (English, Chinese).

The sense is the rulebook's (docs/rulebook.md); n or lo_percent and the like are settings of the rule.
"""

from collections.abc import Mapping

__all__ = ["RULE_WORDS"]

_STRUCTURE: Mapping[str, tuple[str, str]] = {
    "one-seat": (
        "A person holds at most one seat among teams whose dates overlap.",
        "时间重叠的各组中，一人只能占一个席位。",
    ),
    "seats": (
        "Every seat of every team is filled once.",
        "各组席位均应配齐，一席一人。",
    ),
    "role-pools": (
        "A role is taken by people of the pools that allow it (matrix), and of the pools that the seat "
        "names.",
        "组内职务只能由相应库中的人员担任（对应关系见 matrix），席位另行限定来源库的从其限定。",
    ),
    "rank": (
        "The leader's rank is not below that of the highest-ranked head among the team's units; a "
        "deputy's is at most one step below it (deputy).",
        "组长职级不低于被巡察单位主要负责人中的最高职级；副组长至多低一级（deputy 启用时）。",
    ),
    "gates": (
        "The last appraisal is at least competent; trained; no open clue; in the pool; no leave day "
        "within the round; not above the age limit; leaders, deputies and liaisons are full party "
        "members.",
        "上年度考核称职以上、参加过培训、无未了结问题线索、在库、轮次内无请假、不超过年龄上限；组长、副组"
        "长、联络员须为中共正式党员。",
    ),
    "branch": (
        "At least n full party members on the team, so that it can form a party branch.",
        "全组中共正式党员不少于 n 名，以便成立临时党支部。",
    ),
    "source-sets": (
        "A seat that names a source set is filled by somebody from that set.",
        "限定来源集合的席位，只能从该集合中选人。",
    ),
    "reserved-seats": (
        "Of the seats of the listed teams, whichever they are, n are kept for people of a source set, such "
        "as one provincial secretary in every county.",
        "所列各组的席位中预留 n 个（不指定哪一席）给来源集合内的人员，如每县至少一名省直选派人员。",
    ),
    "desks": (
        "Members other than the leader are at least twice the interview desks.",
        "除组长外，成员人数不少于谈话小组数的两倍，保证谈话时两人同行。",
    ),
    "floaters": (
        "A floater serves up to m teams and d days in one round, beyond team size; recusal applies to "
        "every team served, and skills count by half.",
        "专业机动人员一轮内最多服务 m 个组、d 天，不占组内名额；对所服务的每个组均须进行回避审查，专业配备按"
        "半数计。",
    ),
    "origin": (
        "A seat marked local, external or city-level is filled by somebody of that origin.",
        "席位注明本地、异地或市直的，由相应来源的人员担任；不限来源的除外。",
    ),
    "city-class": (
        "People of city-level units count as external (treat_as external), or take only city-level seats "
        "and seats of any origin (neither).",
        "市直人员视为异地人员（external），或只能担任市直席位和不限来源的席位（neither）。",
    ),
    "sensitive-duties": (
        "Complaints desk, clue ledger and leaders' interviews are held by external members, and at least "
        "k external members sit beside the leader.",
        "信访接待、线索台账、领导班子谈话等关键岗位由异地人员担任；除组长外异地人员不少于 k 名。",
    ),
    "sender-spread": (
        "At most q people from one sending county on a team; local seats are not counted.",
        "同一组中来自同一派出县区的人员不超过 q 名，本地席位不计。",
    ),
}

_RECUSAL: Mapping[str, tuple[str, str]] = {
    "place": (
        "A host county is not the person's work county, place grown up, native place, residence, birth "
        "place or spouse's work county, each as strict as set.",
        "派往县区不得是本人的工作地、成长地、籍贯、现居住地、出生地或配偶工作地，各项按设定的硬/软执行。",
    ),
    "service": (
        "Nobody inspects a unit, its superior or a subordinate where he or she worked within y years, or "
        "ever for z years; no county-managed cadre goes to a county left within yc years.",
        "近 y 年内在被巡察单位及其上级、下属单位任职，或曾任职累计满 z 年的，不得参加对该单位的巡察；近 "
        "yc 年内属某县区管理的干部，不派往该县区。",
    ),
    "kin": (
        "Nobody inspects a unit whose leading group has a spouse, direct blood, collateral within three "
        "generations or near in-law (classes), or whose staff has a spouse or direct blood "
        "(staff_classes).",
        "被巡察单位领导班子中有配偶、直系血亲、三代以内旁系血亲、近姻亲的（classes），或单位人员中有配偶、"
        "直系血亲的（staff_classes），应当回避。",
    ),
    "interest": (
        "An upheld recusal request or a declared interest bars; teacher, classmate, or superior and "
        "subordinate within years with a member of the leading group bars leaders and deputies and is "
        "penalised for others.",
        "回避申请获准或申报有利害关系的，应当回避；与被巡察单位领导班子成员有师生、同学、近 years 年内上"
        "下级关系的，组长、副组长应当回避，其他人员尽量回避。",
    ),
    "system": (
        "Leaders and deputies do not come from the system of an inspected unit; liaisons and members "
        "preferably not.",
        "组长、副组长不得与被巡察单位同属一个系统；联络员、成员尽量不属同一系统。",
    ),
    "in-team": (
        "Kin never sit on one team, a direct superior and subordinate do not, and at most n people of "
        "one work unit do; full-time staff are not counted.",
        "有亲属关系的不得同组，直接上下级不同组，同一单位人员同组不超过 n 名（专职人员不计）。",
    ),
    "couples": (
        "Two people with a tie of the classes, spouses by default, do not both serve in one round.",
        "有 classes 所列关系（默认为夫妻）的两人，同一轮内不同时派出。",
    ),
    "repeat-unit": (
        "Nobody inspects a unit that he or she inspected earlier in the term.",
        "本届内已巡察过该单位的人员，不再参加对该单位的巡察。",
    ),
    "repeat-county": (
        "A leader did not serve in the county within the last g rounds, others not within g_others; "
        "local seats are exempt.",
        "组长近 g 轮、其他人员近 g_others 轮内到过的县区，尽量不再派往；本地席位除外。",
    ),
    "unfit": (
        "Nobody on the block list serves, as far as it bars: altogether, in a county, or at a unit.",
        "列入不适宜名单的人员不得选用；限于某县区或某单位的，不派往该县区或该单位。",
    ),
    "cross-form": (
        "A team formed as a whole comes from one sending county; mixed teams draw from several.",
        "整编组的全部成员来自同一派出县区，混编组不受此限。",
    ),
    "no-swap": (
        "Two counties do not inspect each other, in this round or against the last look_back rounds.",
        "两县区不得互派互巡，本轮之内以及与前 look_back 轮相比均应避免。",
    ),
    "fresh-pairing": (
        "A county does not send to the same county again within the last w rounds (where not given, 3 or "
        "the number of counties less 2, whichever is less).",
        "近 w 轮内已派往过的县区，同一派出县区不再派往（w 未填时取 3 与县区数减 2 中的较小者）。",
    ),
    "flow-balance": (
        "The teams that a county sends and those that it receives differ by at most d.",
        "各县区派出组数与接收组数之差不超过 d。",
    ),
}

_MAKEUP: Mapping[str, tuple[str, str]] = {
    "skill-mix": (
        "Each skill that a team needs is covered by enough members at the needed level; a person counts "
        "for at most c skills of a team.",
        "每组所需的各类专业，达到相应等级的人员不少于规定人数；一人在一个组至多计入 c 类专业。",
    ),
    "audit-seats": (
        "A team of joint inspection and audit has at least a auditors, b inspectors and one liaison a side.",
        "巡审联动组审计人员不少于 a 名、巡察人员不少于 b 名，双方各有一名联络员。",
    ),
    "age-bands": (
        "At least one member up to young, one up to middle and one above.",
        "每组老中青结合：young 岁及以下、young 岁以上至 middle 岁、middle 岁以上各至少一名。",
    ),
    "mentoring": (
        "At least one backbone (two or more earlier rounds) on a team; first-timers at most f_percent of "
        "its seats; new cadres at most twice the backbones.",
        "每组至少有一名骨干（参巡两轮以上）；首次参巡人员尽量不超过席位数的 f_percent%，新提拔干部尽量不"
        "超过骨干人数的两倍。",
    ),
    "seniority": (
        "At least one senior and one junior grade on a team; a must where a team has exactly two seats.",
        "每组高、低职级至少各一名；两人组必须如此。",
    ),
    "gender": (
        "At least one woman and one man on a team; two women where women's interviews are flagged.",
        "每组至少有一名女同志和一名男同志；需与女同志谈话的组至少两名女同志。",
    ),
    "together": (
        "Two named people sit on the same team.",
        "指明的两人安排在同一组。",
    ),
    "apart": (
        "Two named people do not sit on the same team.",
        "指明的两人不安排在同一组。",
    ),
    "balance": (
        "The teams of a round have much the same sum over their members of each field (experience, skill "
        "points, age, or a number of the office's own).",
        "同一轮各组成员的参巡经验、专业分值、年龄等合计尽量均衡（fields）。",
    ),
}

_USE: Mapping[str, tuple[str, str]] = {
    "new-cadre": (
        "A newly promoted cadre serves at least n rounds within w months of the promotion: a must at the "
        "last chance, and ever more pressing before it.",
        "新提拔干部自提拔之日起 w 个月内参巡不少于 n 轮；最后一次机会必须安排，此前越临近期限越优先。",
    ),
    "service-floor": (
        "Everybody in a pool serves at least floor rounds in the term.",
        "入库人员本届内参巡不少于 floor 轮。",
    ),
    "service-cap": (
        "At most cap rounds in the term and y in a calendar year; full-time staff are exempt.",
        "一人本届内参巡不超过 cap 轮，一个年度内不超过 y 轮；专职人员除外。",
    ),
    "rest": (
        "At most c rounds in a row, then at least one off; full-time staff are exempt.",
        "连续参巡不超过 c 轮，之后至少轮休一轮；专职人员除外。",
    ),
    "borrow-cap": (
        "A work unit lends at most b people in one round, by its staff count (bands) or the donor table; "
        "full-time staff are not counted.",
        "一轮内从同一单位抽调的人员不超过 b 名，按单位人数分档（bands），选派单位表另有规定的从其规定；专"
        "职人员不计。",
    ),
    "keep-backbone": (
        "Between lo_percent and hi_percent of a round's seats are held by people of the round before.",
        "每轮席位中，上一轮参巡人员所占比例保持在 lo_percent% 至 hi_percent% 之间。",
    ),
    "fresh-pairs": (
        "Two people who served on one team in the last g rounds are not put together again, and a leader "
        "does not keep the same team.",
        "近 g 轮内同组共事过的人员不再同组，组长不带原班人员。",
    ),
    "fair-load": (
        "Within each pool the work is spread: the sum of the squared rounds of service is kept low.",
        "各库人员参巡轮次尽量均衡（参巡轮次平方和尽量小）。",
    ),
    "tenure": (
        "Months at one post without a break are at most t.",
        "在同一岗位连续任职不超过 t 个月。",
    ),
    "no-return": (
        "Nobody goes back to a post within m months of leaving it.",
        "离开原岗位未满 m 个月的，不回原岗位。",
    ),
    "post-strength": (
        "When people who hold a post are drawn into another round meanwhile (surge teams), at least n of "
        "those at the post stay.",
        "从在岗人员中抽人参加其他任务的，同一岗位（派驻单位）留岗人员不少于 n 名。",
    ),
    "succession": (
        "A post goes on, preferably, to somebody of a work unit whose people were there in its round just "
        "before.",
        "岗位轮换时，优先由上一任所在单位的人员接任（本人留任的视同）。",
    ),
    "rating": (
        "People rated below competent in their last round are out (gate); a preference for the well "
        "rated can be set.",
        "最近一轮鉴定在称职以下的，不再选用（gate）；可设定对鉴定优秀者的优先（preference）。",
    ),
}

_TERM: Mapping[str, tuple[str, str]] = {
    "coverage": (
        "Every unit is inspected at least once in the term.",
        "本届内对每个单位至少巡察一次，实现全覆盖。",
    ),
    "sector-sync": (
        "In each round a county's units belong to at most so many sectors (sectors), which the solver picks.",
        "每轮各县区被巡察单位尽量集中在 sectors 个板块之内。",
    ),
    "linked": (
        "A team of a county starts in the round, and on the day, of the city's team that it is linked to.",
        "县区对口单位的巡察组与市级组同轮、同日启动，上下联动。",
    ),
    "capacity": (
        "A team takes at most n units in one round; its days lie within those of the round.",
        "一个组一轮最多巡察 n 个单位，且不超出本轮天数。",
    ),
    "spacing": (
        "A unit is not visited or audited twice within w months; return visits are excepted.",
        "同一单位 w 个月内不重复巡察或审计，回头看除外。",
    ),
    "presence": (
        "The teams are at each inspected unit at least d days in a calendar year.",
        "每个年度驻被巡察单位不少于 d 天。",
    ),
}

_CHOICE: Mapping[str, tuple[str, str]] = {
    "priority": (
        "Strict levels: shortages, waivers, soft rules, then earlier rounds (load) and kilometres "
        "(travel) by weight, then the seeded tie-break; a lower level never buys a higher one.",
        "严格按层次取舍：先缺口，再让步，再软性规则，再按权重计负担（load）与路程（travel），最后按种子定"
        "序；低层次不得换取高层次。",
    ),
    "reserves": (
        "Each team has up to r ranked reserves, each passing every exclusion for a seat of the team, one "
        "at least able to lead where anybody is.",
        "每组按顺序配备至多 r 名替补，替补人员须符合本组某一席位的全部条件；有可任组长者的，其中至少一名"
        "能任组长。",
    ),
}

_OTHERS: Mapping[str, tuple[str, str]] = {
    "section.A": ("Structure", "组的构成"),
    "section.B": ("Local and external", "本地与异地"),
    "section.C": ("Recusal", "回避"),
    "section.D": ("County to county (cross inspection)", "县区交叉巡察"),
    "section.E": ("Skills and make-up", "专业与结构"),
    "section.F": ("Use over time", "使用与轮换"),
    "section.G": ("Term plan", "届内计划"),
    "section.H": ("Choice, change and record", "取舍、调整与记录"),
    "enforced.both": ("solver and audit", "求解与核验"),
    "enforced.solver": ("solver", "求解"),
    "enforced.audit": ("audit", "核验"),
    "enforced.no": ("not yet", "尚未实现"),
    "hardness.by-clause": ("by clause", "按条款"),
    "hardness.none": ("a setting", "设定项"),
    "value.external": ("external", "视为异地"),
    "value.neither": ("neither", "不作异地"),
    "value.forbid": ("forbid", "禁止"),
    "value.avoid": ("avoid", "尽量避免"),
    "value.allow": ("allow", "允许"),
    "value.experience": ("experience", "参巡经验"),
    "value.pair": ("{key}: {value}", "{key}：{value}"),
    "value.band": ("up to {up_to} staff: {b}", "{up_to} 人及以下：{b} 人"),
    "value.last-band": ("more staff: {b}", "其余：{b} 人"),
    "rules.header": ("rule", "规则"),
    "rules.statement": ("what it asks", "内容"),
    "rules.defaults": ("defaults", "默认值"),
    "rules.enforced": ("enforced by", "执行环节"),
    "rules.required": ("to be given", "须填写"),
    "rules.range": ("{low} to {high}", "{low} 至 {high}"),
    "rules.section": ("Section {section}: {name}", "{section} 部分：{name}"),
    "rules.no-settings": (
        "This rule has no settings: it is on or off.",
        "本规则没有参数，只有启用与不启用。",
    ),
    "rules.unknown": (
        "there is no rule {rule}; `bianzu rules` lists them",
        "没有规则 {rule}，可用 bianzu rules 查看全部规则",
    ),
    "col.default": ("default", "默认值"),
    "col.range": ("range", "范围"),
    "col.chinese": ("name", "名称"),
}

RULE_WORDS: Mapping[str, tuple[str, str]] = {
    **{
        f"statement.{rule}": pair
        for part in (_STRUCTURE, _RECUSAL, _MAKEUP, _USE, _TERM, _CHOICE)
        for rule, pair in part.items()
    },
    **_OTHERS,
}
