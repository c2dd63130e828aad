"""Words of the price list: key -> (English, Chinese)."""

from collections.abc import Mapping

__all__ = ["PRICE_WORDS"]

PRICE_WORDS: Mapping[str, tuple[str, str]] = {
    "help.prices": (
        "Say what one more and one fewer person of each skill, pool, role and county would change.",
        "测算各专业、各库、各职务、各县区多一人、少一人的影响。",
    ),
    "help.opt.kinds": ("What to price; may be repeated.", "测算哪一类，可重复给出。"),
    "title.prices-skill": ("By skill", "按专业"),
    "title.prices-pool": ("By pool", "按人员库"),
    "title.prices-role": ("By role", "按组内职务"),
    "title.prices-county": ("By county of work", "按工作县区"),
    "col.kind": ("Kind", "类别"),
    "col.people": ("People", "人数"),
    "col.seated": ("On teams", "已入组"),
    "col.one-more": ("One more", "增加一人"),
    "col.one-fewer": ("Without the one best spared", "减去影响最小的一人"),
    "col.one-lost": ("Without the one missed most", "减去影响最大的一人"),
    "prices.progress": ("{done} of {count} kinds", "已测算 {done}/{count} 类"),
    "prices.nothing": ("no change", "无变化"),
    "prices.unknown": ("no plan found", "未得出名单"),
    "prices.at-least": ("(at best {units})", "（最好可至 {units}）"),
    "prices.certificate": ("proven by the plan's certificate", "由原名单的证明得出"),
    "prices.plan": ("the plan stays the best", "原名单仍为最优"),
    "prices.solve": ("solved anew, exact", "重新求解，已证明最优"),
    "prices.unproven": ("solved anew, not proven", "重新求解，未证明最优"),
    "prices.price": ("{what}; {how}", "{what}；{how}"),
    "prices.of": ("{who}: {price}", "{who}：{price}"),
    "prices.note": (
        "Only the first level that changes is shown; negative is better. Levels below it may change as well.",
        "只列出首个变化的层次，负数为改善；其下各层次可能随之变化。",
    ),
}
