"""What Explore costs beside the least that Streamlit can do: a bare page that draws the same figures and table.

In Chromium, both pages open at once, in turn: from the click until the new marks are drawn and nothing is stale.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from dashboard.charts import CHARTS
from services.broker import Broker, MemoryBudget
from services.insights.client import Client
from services.insights.models import MetricName, SpaceId
from services.insights.periods import Preset
from services.insights.question import Question, Series, SpaceScope
from services.insights.view import View
from services.results.frame import ResultFrame
from services.settings import Settings
from tests.benchmarks.paired import ratio_of_seconds
from tests.browser.programs import CHROMIUM, FLAGS, free_port, start_program
from tests.conftest import SandboxProgram, start_sandbox

SPACE, METRIC = SpaceId("spce_roast"), MetricName("profile_reach")
MOST_FOR_A_CHART_TYPE, MOST_FOR_A_RUN = 1.2, 1.6
PAIRS = 15

CLICK_UNTIL_DRAWN = """
async ({ control, words, marks, count }) => {
  const button = [...document.querySelectorAll(control)].find((one) => one.textContent.includes(words))
  const isDrawn = () =>
    document.querySelectorAll(marks).length === count && !document.querySelector('[data-stale="true"]')
  return await new Promise((done) => {
    const started = performance.now()
    const look = () => isDrawn()
      ? requestAnimationFrame(() => done((performance.now() - started) / 1000))
      : requestAnimationFrame(look)
    button.click()
    requestAnimationFrame(look)
  })
}
"""
LINE_MARKS = ".js-plotly-plot .scatterlayer .trace path.point"
BAR_MARKS = ".js-plotly-plot .barlayer .point path"


def main() -> int:
    sandbox = start_sandbox("--limit", "0")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        counts = prepare(sandbox, folder)
        ours_port, bare_port = free_port(), free_port()
        ours = start_program(
            ours_port,
            ["streamlit", "run", "dashboard/app.py", "--server.port", str(ours_port)],
            {"STATUSBREW_API_URL": sandbox.url, "STATUSBREW_API_TOKEN": sandbox.token, "STATUSBREW_LIMIT": "0"},
            output=folder / "ours.log",
        )
        bare = start_program(
            bare_port,
            ["streamlit", "run", "tests/benchmarks/bare_page.py", "--server.port", str(bare_port)],
            {"BARE_PAGE_FOLDER": name},
            output=folder / "bare.log",
        )
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                pages = [browser.new_page(viewport={"width": 1400, "height": 900}) for _ in range(2)]
                return measure(*pages, ours.url, bare.url, counts)
        finally:
            ours.stop()
            bare.stop()
            sandbox.stop()


def prepare(sandbox: SandboxProgram, folder: Path) -> dict[str, int]:
    """Write the figures and tables that Explore shows for the files' names; gives how many marks each has."""
    broker = Broker(base_url=sandbox.url, token=sandbox.token, budget=MemoryBudget())
    client = Client(broker, settings=Settings(api_url=sandbox.url, token=sandbox.token))
    metric = next(item for item in client.catalogue(SPACE).value if item.name == METRIC)
    config, calendar = client.config(SPACE, METRIC).value, client.calendar()
    counts = {}
    for preset in (Preset.LAST_7_DAYS, Preset.LAST_30_DAYS):
        series = Series(metric=METRIC, dimensions=("date", "network"), aggregator="sum")
        question = Question(scope=SpaceScope(space_id=SPACE), period=preset, series=(series,))
        (query,) = question.queries(calendar)
        fetched = client.insights(query)
        result = ResultFrame.of(fetched, metric=metric, config=config, labels={}, calendar=calendar)
        for chart in CHARTS:
            if chart.draw is None or chart.name not in ("line", "bars"):
                continue
            stem = f"{preset.label} {chart.label}"
            figure = chart.draw((result,), View()).figure
            (folder / f"{stem}.json").write_text(figure.to_json())
            result.frame.astype({"network": str}).to_feather(folder / f"{stem}.feather")
            counts[stem] = len(result.frame)
    return counts


def measure(ours: Page, bare: Page, ours_url: str, bare_url: str, counts: dict[str, int]) -> int:
    """Both comparisons, printed; 1 where a ratio is above what is promised."""
    week, month = Preset.LAST_7_DAYS.label, Preset.LAST_30_DAYS.label
    link = f"{ours_url}/?space={SPACE}&metric={METRIC}&by=date&by=network&period="
    for preset in (Preset.LAST_30_DAYS, Preset.LAST_7_DAYS):
        ours.goto(link + preset.value)
        ours.locator(LINE_MARKS).nth(counts[f"{preset.label} Line"] - 1).wait_for()
    bare.goto(bare_url)
    bare.locator(".js-plotly-plot .trace").first.wait_for()

    def click(page: Page, words: str, marks: str, count: int, control: str = "button") -> float:
        page.bring_to_front()
        # What the last redraw left to the browser must be over.
        page.wait_for_function("() => !document.querySelector('[data-stale=\"true\"]')")
        asked = {"control": control, "words": words, "marks": marks, "count": count}
        return float(page.evaluate(CLICK_UNTIL_DRAWN, asked))

    kinds = {"Line": LINE_MARKS, "Bars": BAR_MARKS}
    turn = {"kind": "Line", "period": week}

    def change_chart() -> float:
        turn["kind"] = "Bars" if turn["kind"] == "Line" else "Line"
        name = f"{week} {turn['kind']}"
        return click(ours, turn["kind"], kinds[turn["kind"]], counts[name], "[role=radiogroup][aria-label=Chart] label")

    def change_bare_chart() -> float:
        name = f"{week} {turn['kind']}"
        return click(bare, name, kinds[turn["kind"]], counts[name])

    def run_from_memory() -> float:
        turn["period"] = month if turn["period"] == week else week
        ours.bring_to_front()
        ours.get_by_role("combobox", name="Period").click()
        ours.get_by_role("option", name=turn["period"]).click()
        ours.get_by_role("button", name="Run · free").wait_for()
        return click(ours, "Run · free", LINE_MARKS, counts[f"{turn['period']} Line"])

    def run_bare() -> float:
        name = f"{turn['period']} Line"
        return click(bare, name, LINE_MARKS, counts[name])

    click(bare, f"{week} Line", LINE_MARKS, counts[f"{week} Line"])
    status = report(
        "redraw after a change of chart type",
        ratio_of_seconds(change_chart, change_bare_chart, pairs=PAIRS),
        MOST_FOR_A_CHART_TYPE,
    )
    if turn["kind"] == "Bars":
        change_chart()
    return status | report(
        "redraw after a Run from memory", ratio_of_seconds(run_from_memory, run_bare, pairs=PAIRS), MOST_FOR_A_RUN
    )


def report(what: str, ratios: tuple[float, float, float], most: float) -> int:
    low, median, high = ratios
    print(
        f"{what} ÷ bare page with the same figure and table: {median:.2f} "
        f"(lowest {low:.2f}, highest {high:.2f}; median of {PAIRS} pairs; at most {most})"
    )
    return int(median > most)


if __name__ == "__main__":
    sys.exit(main())
