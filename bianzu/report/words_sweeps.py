"""Words of whatif: key -> (English, Chinese)."""

from collections.abc import Mapping

__all__ = ["SWEEP_WORDS"]

SWEEP_WORDS: Mapping[str, tuple[str, str]] = {
    "help.whatif": (
        "Try the changes of SCENARIOS (YAML) on INSTANCE, solve them all, and compare with the base plan.",
        "把 SCENARIOS（YAML）中的各种设想逐一套用到 INSTANCE 上求解，并与基准名单比较。",
    ),
    "help.opt.csv": ("Also write the table as CSV.", "同时把表格写成 CSV 文件。"),
    "help.opt.jobs": (
        "Scenarios at once; by default as many as there are cores.",
        "同时求解的设想数，默认等于处理器核数。",
    ),
    "help.opt.resume": (
        "Keep results in this file as they come, and do not compute again what it holds.",
        "结果随时记入该文件；其中已有的不再计算。",
    ),
    "help.opt.cluster": (
        "Address of a Dask scheduler, tcp://HOST:PORT (needs bianzu[cluster]).",
        "Dask 调度器地址，形如 tcp://主机:端口（需安装 bianzu[cluster]）。",
    ),
    "help.opt.base-plan": (
        "The base plan; without it INSTANCE is solved first.",
        "基准名单；不给出时先对 INSTANCE 求解。",
    ),
    "sweep.title": ("Scenarios against the base plan", "各设想与基准名单比较"),
    "sweep.base": ("base plan", "基准名单"),
    "sweep.done": (
        "Scenarios answered: {answered}, failed: {failed}, left out: {left_out}.",
        "已测算 {answered} 个设想，失败 {failed} 个，未算 {left_out} 个。",
    ),
    "sweep.failed": ("{name}: failed – {reason}", "{name}：失败——{reason}"),
    "sweep.how-to-read": (
        "Differences to the base plan in brackets; ~ marks one that is not proven.",
        "括号内为与基准名单之差；带 ~ 的尚未证明。",
    ),
    "error.no-cluster": (
        "--cluster needs the extra: pip install 'bianzu[cluster]'",
        "使用 --cluster 须先安装：pip install 'bianzu[cluster]'",
    ),
    "error.no-scheduler": (
        "no Dask scheduler answers at {address}: {reason}",
        "{address} 处的 Dask 调度器没有应答：{reason}",
    ),
    "sweep.progress": ("{done} of {total}: {name}", "已完成 {done}/{total}：{name}"),
    "word.status": ("status", "状态"),
    "word.scenario": ("scenario", "设想"),
    "word.missing-units": ("short by", "缺口"),
    "word.waiver-units": ("waivers", "让步"),
    "word.seats-filled": ("seats filled", "已编席位"),
    "word.load-spread": ("load spread", "参巡轮次极差"),
    "word.load-squares": ("squares of rounds", "参巡轮次平方和"),
    "word.kilometres": ("kilometres", "路程（公里）"),
    "word.new-cadres": ("new cadres", "新提拔干部"),
    "word.borrowed": ("borrowed", "借用人数"),
}
