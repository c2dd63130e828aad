"""What the independent audit can find: finding code -> (English, Chinese)."""

from collections.abc import Mapping

__all__ = ["AUDIT_WORDS"]

_FINDINGS: Mapping[str, tuple[str, str]] = {
    # breaches of rules
    "excluded": ("somebody sits where a rule bars him or her", "应回避或不符合条件的人员在席"),
    "over-maximum": ("an upper limit is exceeded", "超出上限"),
    "waiver-overdrawn": ("more is used than the waiver grants", "超出让步额度"),
    "pin-not-honoured": ("a pin is not honoured", "指定未落实"),
    # what the plan seats
    "unknown-person": ("a person that the instance does not have", "人员不在名册中"),
    "unknown-seat": ("a seat that the instance does not have", "席位不存在"),
    "duplicate-seat": ("a seat is given twice", "同一席位安排了两人"),
    "duplicate-person": ("a person sits twice on one team", "同一人在一个组占两个席位"),
    "wrong-round": ("the seat belongs to another round", "席位不属于该轮次"),
    "wrong-team": ("the seat belongs to another team", "席位不属于该组"),
    "wrong-role": ("the seat has another role", "席位职务不符"),
    "wrong-duty": ("the seat has another duty", "席位分工不符"),
    "counts-for-repeated": ("a skill is counted twice for one person", "同一人的同一专业重复计入"),
    "counts-for-not-needed": ("a skill is counted that the team does not need", "计入了该组不需要的专业"),
    "counts-for-not-held": ("a skill is counted that the person does not hold", "计入了本人不具备的专业"),
    "counts-for-too-many": ("a person counts for too many skills", "一人计入的专业过多"),
    "counts-for-not-best": ("skills could be counted better", "专业计入方式并非最优"),
    # numbers and claims
    "wrong-digest": ("the plan was made from other input", "名单与输入数据不对应"),
    "wrong-draw": ("the seed does not follow from the public value", "种子与所载公开数不相符"),
    "wrong-levels": ("the levels are not those of the rulebook", "层次与规则手册不符"),
    "wrong-objective": ("another objective", "目标值不符"),
    "bound-above-objective": ("a bound above the objective", "下界高于目标值"),
    "certified-above-bound": ("a certified bound above the bound", "核证下界高于所称下界"),
    "wrong-bound-by": ("a bound cannot rest on what is named", "下界所称依据不成立"),
    "certificate-unsupported": ("the certificate does not prove the bound", "证书不能证明所称下界"),
    "certificate-unknown-row": (
        "the certificate prices a row that does not exist",
        "证书引用了不存在的约束行",
    ),
    "certificate-wrong-sign": ("a multiplier of the certificate has the wrong sign", "证书乘子符号不对"),
    "certificate-too-large": ("a multiplier of the certificate is too large", "证书乘子过大"),
    "wrong-gap": ("another gap", "差距不符"),
    "wrong-status": ("another status", "状态不符"),
    "wrong-complete": ("complete or not is misstated", "是否完整与实际不符"),
    "shortage-unnamed": ("a shortage is not named", "漏列缺口"),
    "shortage-unfounded": ("a shortage that does not exist", "列出了不存在的缺口"),
    "shortage-repeated": ("a shortage is named twice", "缺口重复列出"),
    "wrong-missing": ("another number is missing", "缺少数量不符"),
    "wrong-candidates": ("another number of candidates", "候选人数不符"),
    "wrong-removed-by": ("other rules removed the candidates", "候选人排除原因不符"),
    "wrong-waiver-use": ("another use of a waiver", "让步使用量不符"),
    "waiver-use-repeated": ("the use of a waiver is listed twice", "让步使用重复列出"),
    "wrong-rule-result": ("another result of a rule", "规则执行结果不符"),
    "rule-result-repeated": ("the result of a rule is listed twice", "规则结果重复列出"),
    "wrong-at-risk": ("another statement on a new cadre at risk", "期限内无法参巡的情况不符"),
    "at-risk-unnamed": ("a new cadre at risk is not named", "漏列期限内无法参巡的新提拔干部"),
    "at-risk-unfounded": ("a new cadre is not at risk", "所列新提拔干部并非无法参巡"),
    "at-risk-repeated": ("a new cadre at risk is named twice", "期限内无法参巡的人员重复列出"),
    # announced rounds and reserves
    "look-ahead-missing": ("the look-ahead over announced rounds is missing", "缺少对已公布轮次的预排"),
    "look-ahead-unexpected": ("a look-ahead where none is due", "不应有预排却列出了预排"),
    "look-ahead-no-place": ("a place of the look-ahead that is none", "预排的位置不成立"),
    "look-ahead-not-largest": ("the look-ahead could place more people", "预排还可以安排更多人次"),
    "wrong-look-ahead-gap": (
        "another statement on whom the announced rounds have no room for",
        "已公布轮次排不下的人员情况不符",
    ),
    "reserve-unfit": ("a reserve who could not step in", "替补人员不能顶替"),
    "wrong-reserve-order": ("reserves in another order", "替补排序不符"),
    "too-many-reserves": ("more reserves than the rule asks for", "替补人数超过规定"),
    "reserve-missing": ("too few reserves although somebody is left", "尚有人可用而替补不足"),
    "no-reserve-leads": ("no reserve could lead although somebody could", "替补中无人能任组长而另有人可任"),
    "floater-unfit": ("a floater who may not serve the team so", "机动人员不符合支援该组的条件"),
    "floater-over-cap": ("a floater serves too many teams or days", "机动人员支援的组数或天数超过上限"),
    # plans that are none
    "unexpected-content": ("content where there is no plan", "没有名单却列有内容"),
    "unexpected-conflict": ("a conflict where there is none", "列出了不应有的冲突"),
    "conflict-unnamed": ("infeasible without a named conflict", "无解但未列明冲突"),
    "conflict-without-pins": ("a conflict without pins", "冲突中没有指定"),
    "conflict-repeats-pin": ("a conflict names a pin twice", "冲突中指定重复"),
    "unknown-pin": ("a pin that the instance does not have", "指定不存在"),
    "unknown-rule": ("a rule that does not exist", "规则不存在"),
    # explanations
    "unknown-member": ("a member of a cause that the instance does not have", "原因所列事项与输入数据不符"),
    "cause-unproven": ("a cause that is not proven", "原因未得到证明"),
    "cause-not-minimal": ("a member of a cause that is not needed", "原因中有可以去掉的事项"),
    "wrong-count": ("another count behind a cause", "原因所依据的人数不符"),
    "wrong-explanation": ("another statement of the explanation as a whole", "说明的总体结论不符"),
    "rule-not-audited": ("a rule is on that the audit does not know", "启用了核验未覆盖的规则"),
}

AUDIT_WORDS: Mapping[str, tuple[str, str]] = {
    **{f"finding.{code}": pair for code, pair in _FINDINGS.items()},
    "evidence.place": ("{place}; sent to {hosts}", "{place}；派往 {hosts}"),
    "evidence.units": ("inspected: {units}", "被巡察单位：{units}"),
    "evidence.objects": ("concerns {objects}", "涉及 {objects}"),
}
