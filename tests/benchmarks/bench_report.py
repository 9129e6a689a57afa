"""What a report that is all in memory costs beside a bare Streamlit page that draws the same figures and tables.

Both run in Streamlit's AppTest, in turn: the script's own work, without the browser's. The report's page says plan,
prices and ages besides, and looks up what memory has of each widget.
"""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from streamlit.testing.v1 import AppTest

from tests.benchmarks.paired import ratio
from tests.conftest import start_sandbox

ROOT = Path(__file__).resolve().parents[2]
MOST = 3.0
PAIRS = 9

BARE = """
import os, pickle
from pathlib import Path
import plotly.io
import streamlit as st

drawn = pickle.loads(Path(os.environ["BARE_REPORT"]).read_bytes())
for place, (kind, value) in enumerate(drawn):
    if kind == "chart":
        st.plotly_chart(plotly.io.from_json(value), key=f"chart.{place}")
    elif kind == "table":
        st.dataframe(value, key=f"table.{place}")
    else:
        st.metric(*value)
"""


def main() -> int:
    sandbox = start_sandbox("--limit", "0")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {
            "STATUSBREW_API_URL": sandbox.url,
            "STATUSBREW_API_TOKEN": sandbox.token,
            "STATUSBREW_LIMIT": "0",
            "STATUSBREW_STATE_FILE": str(folder / "state.sqlite3"),
            # Never the boards of whoever measures.
            "STATUSBREW_BOARDS_URL": f"sqlite:///{folder / 'boards.sqlite3'}",
            "BARE_REPORT": str(folder / "drawn"),
        }
        try:
            ours = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60).run()
            ours.switch_page("../pages/reports.py")
            ours.query_params["space"], ours.query_params["report"] = "spce_roast", "rprt_weekly"
            ours.run()
            ours.button(key="cards.load_all").click().run()
            charts = [("chart", chart.proto.spec) for chart in ours.get("plotly_chart")]
            tables = [("table", table.value) for table in ours.dataframe]
            figures = [("figure", (metric.label, metric.value)) for metric in ours.metric]
            drawn = [*charts, *tables, *figures]
            (folder / "drawn").write_bytes(pickle.dumps(drawn))
            script = folder / "bare.py"
            script.write_text(BARE)
            bare = AppTest.from_file(str(script), default_timeout=60).run()
            assert not bare.exception, bare.exception
            assert not ours.exception, ours.exception
            low, median, high = ratio(ours.run, bare.run, pairs=PAIRS)
        finally:
            sandbox.stop()
    print(
        f"a run of the page of a loaded report ({len(charts)} charts, {len(tables)} tables, {len(figures)} figures) ÷ "
        f"bare page with the same: {median:.2f} (lowest {low:.2f}, highest {high:.2f}; median of {PAIRS} pairs; "
        f"at most {MOST})"
    )
    return int(median > MOST)


if __name__ == "__main__":
    sys.exit(main())
