"""Names of the forms of a round that ``bianzu template`` writes: key -> (English, Chinese)."""

from collections.abc import Mapping

__all__ = ["FORMS"]

FORMS: Mapping[str, tuple[str, str]] = {
    "form.shanxi": (
        "pooled teams, a local deputy and full-timer",
        "统筹混编：本地副组长、专职各一名",
    ),
    "form.zhangzhou-6+2": ("pooled teams, six external and two local", "统筹混编：“6+2”"),
    "form.nanjian-3+2": ("pooled teams, three external and two local", "统筹混编：“3+2”"),
    "form.qujing": ("pooled teams, local leader and external deputy", "统筹混编：本地组长、异地副组长"),
    "form.own-county": ("a county's own teams", "县（区）自行组建"),
    "form.mixed-cross": ("cross inspection by mixed teams", "交叉巡察（混编）"),
    "form.upgraded": ("city teams inspect county units", "提级巡察"),
    "form.linked": ("city and county teams linked", "市县联动"),
    "form.joint-audit": ("joint inspection and audit", "巡审联动"),
    "form.return-visit": ("return visit", "“回头看”"),
    "form.special-squad": ("special squads", "机动巡察"),
    "form.dispatched-posts": ("dispatched posts, a round a year", "派驻轮岗"),
    "form.surge-teams": ("surge teams drawn from dispatched posts", "派驻抽调专班"),
    "form.stationed-prosecutors": ("stationed prosecutors, in pairs", "驻所检察官"),
    "form.village-secretaries": ("village first secretaries", "驻村第一书记"),
    "form.supervisors": ("supervisors to counties", "包片督导"),
    "template.written": (
        "{name}. People {people}, planned rounds {rounds}, teams {teams}, seats {seats}. Written to {path}",
        "{name}：{people} 人，拟编组 {rounds} 轮，{teams} 个组，{seats} 个席位。已写入 {path}",
    ),
}
