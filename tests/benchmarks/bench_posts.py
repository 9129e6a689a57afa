"""What it costs to narrow and sort 20,000 posts, beside a bare Streamlit page that does it in plain pandas.

Both run in Streamlit's AppTest, in turn: the script's own work, without the browser's. Both draw all rows that are left
as a table. Of ours it is the part of the page that a browser runs at such a change; search, pages of cards, counts of
what can be narrowed to, notes and the address are in it, too.
"""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from streamlit.testing.v1 import AppTest

from dashboard import state
from tests.benchmarks.paired import ratio
from tests.conftest import start_sandbox

ROOT = Path(__file__).resolve().parents[2]
MOST = 3.0
PAIRS = 9
LINK = {"space": "spce_roast", "period": "last_90_days", "metric": "post_engagement", "view": "table"}

BARE = """
import os
import pandas as pd
import streamlit as st

@st.cache_data
def posts():
    return pd.read_feather(os.environ["BARE_POSTS"])

frame = posts()
networks = st.multiselect("Networks", sorted(frame["network"].dropna().unique()), key="networks")
by = st.selectbox("Sort by", ["metric.post_engagement", "published"], key="by")
if networks:
    frame = frame[frame["network"].isin(networks)]
st.dataframe(frame.sort_values(by, ascending=False), hide_index=True, key="table")
"""


def page(table):  # type: ignore[no-untyped-def] # AppTest runs its text alone, which knows no types
    from dashboard import open_posts
    from dashboard.components.posts_body import posts_body
    from services.posts.look import Look, Show

    if open_posts.look() == Look():
        open_posts.look_at(Look(show=Show.TABLE))
    posts_body(table, ())


def main() -> int:
    sandbox = start_sandbox("--limit", "0", "--scale", "10")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {
            "STATUSBREW_API_URL": sandbox.url,
            "STATUSBREW_API_TOKEN": sandbox.token,
            "STATUSBREW_LIMIT": "0",
            "STATUSBREW_STATE_FILE": str(folder / "state.sqlite3"),
            "BARE_POSTS": str(folder / "posts.feather"),
        }
        try:
            whole = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=120).run()
            whole.switch_page("../pages/posts.py")
            for key, value in LINK.items():
                whole.query_params[key] = value
            whole.run()
            ours = AppTest.from_function(page, args=(whole.session_state[state.POSTS_TABLE][1],), default_timeout=120)
            ours.run()
            assert not ours.exception, ours.exception
            drawn = ours.dataframe[0].value
            count = len(drawn)
            assert count > 20_000, count
            drawn.reset_index(drop=True).to_feather(folder / "posts.feather")
            script = folder / "bare.py"
            script.write_text(BARE)
            bare = AppTest.from_file(str(script), default_timeout=120).run()
            # Each act is another choice: what nobody changed is not drawn anew in a browser.
            choices = itertools.cycle([(["instagram"], "published"), ([], "post_engagement")])
            plain = itertools.cycle([(["Instagram"], "published"), ([], "metric.post_engagement")])

            def act() -> None:
                networks, by = next(choices)
                ours.multiselect(key=state.POSTS_NETWORKS).set_value(networks)
                ours.selectbox(key=state.POSTS_SORT).set_value(by)
                ours.run()

            def act_plainly() -> None:
                networks, by = next(plain)
                bare.multiselect(key="networks").set_value(networks)
                bare.selectbox(key="by").set_value(by)
                bare.run()

            low, median, high = ratio(act, act_plainly, pairs=PAIRS)
            assert not bare.exception, bare.exception
            assert not ours.exception, ours.exception
            assert len(ours.dataframe[0].value) == len(bare.dataframe[0].value)
        finally:
            sandbox.stop()
    print(
        f"narrowing and sorting {count:,} posts on the page ÷ a bare page with plain pandas: {median:.2f} "
        f"(lowest {low:.2f}, highest {high:.2f}; median of {PAIRS} pairs; at most {MOST})"
    )
    return int(median > MOST)


if __name__ == "__main__":
    sys.exit(main())
