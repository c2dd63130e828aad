"""Invented names. Surnames and given names repeat as they do in an office's list."""

from collections.abc import Sequence
from typing import Final

from bianzu.instances.dice import Dice
from bianzu.models import Gender

__all__ = ["CITY_NAMES", "draw_name", "list_county_names"]

_SURNAMES: Final[Sequence[tuple[str, int]]] = (
    *((name, 16) for name in "王李张刘陈"),
    *((name, 8) for name in "杨黄赵吴周徐孙马朱胡"),
    *((name, 4) for name in "林郭何高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董"),
    *((name, 2) for name in "潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱江"),
    *(
        (name, 1)
        for name in ("欧阳", "上官", "侯", "薛", "雷", "龙", "史", "陶", "黎", "贺", "毛", "龚", "邵", "万")
    ),
)
_SURNAME_LIST: Final = tuple(name for name, weight in _SURNAMES for _ in range(weight))
_MALE: Final = "伟强军勇涛明超刚平辉鹏华建国志文海林波斌峰磊杰浩宇俊毅诚凯晨东立新永健云清德振"
_FEMALE: Final = "芳娜敏静丽艳娟霞燕玲桂秀英红梅慧颖洁琳雪倩婷欣怡佳悦萍兰玉春晓云清文思雨晨"
_SINGLE_PER_CENT: Final = 35

_COUNTY_FIRST: Final = "砚棠霁葭苓槿翎漱璟荻蘅笙筠"
_COUNTY_LAST: Final = "川溪陵浦原泽桥岭塘湾"
CITY_NAMES: Final = ("璟阳市", "蘅州市", "漱阳市", "棠州市", "霁阳市", "筠阳市")


def draw_name(dice: Dice, gender: Gender, surname: str | None = None) -> str:
    """A surname and a given name of one or two characters."""
    given = _FEMALE if gender == "female" else _MALE
    first = surname or dice.pick(_SURNAME_LIST)
    if dice.chance(_SINGLE_PER_CENT):
        return first + dice.pick(given)
    return first + dice.pick(given) + dice.pick(given)


def list_county_names(dice: Dice, count: int) -> list[str]:
    """Different invented names of counties, districts and county-level cities."""
    stems = [first + last for first in _COUNTY_FIRST for last in _COUNTY_LAST]
    dice.shuffle(stems)
    return [stem + dice.weigh(("县", "区", "市"), (7, 2, 1)) for stem in stems[:count]]
