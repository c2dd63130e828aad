"""Words of repair and diff: key -> (English, Chinese)."""

from collections.abc import Mapping

__all__ = ["REPAIR_WORDS"]

REPAIR_WORDS: Mapping[str, tuple[str, str]] = {
    "help.repair": (
        "Repair PLAN after changes: fewest shortages, then fewest changed seats, then the best by level.",
        "情况变化后调整名单 PLAN：先求缺口最少，再求变动席位最少，其余按层次择优。",
    ),
    "help.diff": ("Show what differs between two plans.", "比较两份名单的差异。"),
    "help.opt.drop": ("This person cannot serve; may be repeated.", "该人员不能参加，可重复给出。"),
    "help.opt.add-recusal": (
        "PERSON:UNIT or PERSON:COUNTY, an upheld request to recuse; may be repeated.",
        "格式为 人员:单位 或 人员:县区，经批准的回避申请，可重复给出。",
    ),
    "help.opt.lock": (
        "Everybody on this team stays where PLAN has them; may be repeated.",
        "该组人员保持原名单不动，可重复给出。",
    ),
    "help.opt.more": (
        "Also look at plans with up to so many more changed seats than needed.",
        "另比较比最少变动再多若干个席位的方案，给出最多增加数。",
    ),
    "help.opt.changed-out": (
        "Also write the changed instance with the published list; the new plan answers it.",
        "同时写出变化后的数据（含原名单）；新名单与之对应。",
    ),
    "help.opt.instances": (
        "What a plan answers, for names and teams; may be repeated.",
        "名单所对应的输入数据，用于显示姓名和组别，可重复给出。",
    ),
    "repair.recusal-form": (
        "--add-recusal takes PERSON:UNIT or PERSON:COUNTY, both listed in INSTANCE",
        "--add-recusal 的格式为 人员:单位 或 人员:县区，两者均须在 INSTANCE 中",
    ),
    "repair.fewest": (
        "Seats changed: {changed}. It is proven that no plan with as few shortages changes fewer.",
        "变动席位 {changed} 个；已证明在缺口同样最少的前提下，变动不可能更少。",
    ),
    "repair.changed": (
        "Seats changed: {changed}; proven to be needed: at least {least}.",
        "变动席位 {changed} 个；已证明至少须变动 {least} 个。",
    ),
    "repair.none": ("No plan could be made for the changed instance.", "按变化后的情况未能得到名单。"),
    "repair.not-written": (
        "The changed instance was not written; --instance-out writes it, and the new plan answers it.",
        "未写出变化后的数据；用 --instance-out 写出，新名单与之对应。",
    ),
    "repair.written": (
        "The changed instance is in {instance}: bianzu verify {instance} {plan}",
        "变化后的数据已写入 {instance}，可核验：bianzu verify {instance} {plan}",
    ),
    "repair.nobody-else": ("Nobody else could step in.", "没有其他人可以接替。"),
    "repair.no-difference": ("no difference at any level", "各层次均无差别"),
    "title.replacements": (
        "Who else could take {seat}, instead of {person}",
        "{seat}：除 {person} 外还可由何人接替",
    ),
    "title.replacements-empty": ("Who could take {seat}, which is empty", "{seat}（空缺）：可由何人接替"),
    "diff.same": ("Nobody sits elsewhere.", "人员安排没有差异。"),
    "diff.other-input": (
        "The two plans answer different instances: their numbers need not be comparable.",
        "两份名单对应的输入数据不同，数值未必可比。",
    ),
    "diff.counts": (
        "Seats that differ: {seats}; people in: {new}, out: {gone}, moved: {moved}.",
        "变动席位 {seats} 个；新进 {new} 人，退出 {gone} 人，调整 {moved} 人。",
    ),
    "diff.waiver": ("{waiver}: {before} -> {after} units", "{waiver}：使用 {before} → {after}"),
    "title.moves": ("Who moves", "人员变动"),
    "title.seat-changes": ("Seats with another occupant", "席位变动"),
    "title.level-changes": ("Levels before and after", "各层次前后对比"),
    "title.rule-changes": ("Rules with another result", "规则结果变化"),
    "title.shortages-gone": ("Shortages gone ({count})", "消除的缺口（{count} 项）"),
    "title.shortages-new": ("New shortages ({count})", "新增的缺口（{count} 项）"),
    "title.waiver-changes": ("Waivers used otherwise", "让步使用变化"),
    "title.trade-off": ("What more changes would buy", "增加变动可换得的改善"),
    "col.before": ("before", "变动前"),
    "col.after": ("after", "变动后"),
    "col.move": ("change", "变动"),
    "col.from": ("from", "原席位"),
    "col.to": ("to", "新席位"),
    "col.allowed": ("changes allowed", "允许变动"),
    "col.changed": ("changed", "实际变动"),
    "col.shortages": ("shortages", "缺口"),
    "col.waivers": ("waivers", "让步"),
    "col.soft": ("soft rules", "软性扣分"),
    "col.load-travel": ("load, travel", "负担与路程"),
    "col.proven": ("proven best", "已证最优"),
    "col.better": ("better", "是否改善"),
    "move.in": ("comes in", "新进"),
    "move.out": ("goes out", "退出"),
    "move.moved": ("moves", "调整"),
    "seat.only-before": ("(team or seat no longer formed)", "（不再设置）"),
    "seat.only-after": ("(new seat)", "（新设席位）"),
}
