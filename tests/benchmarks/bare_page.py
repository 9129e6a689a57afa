"""The least that Streamlit can do: the same figures and the same table as Explore shows, and one choice between them.

The figures and the table are read once from files; nothing is computed here. Started by bench_explore.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.io
import streamlit as st

FOLDER = Path(os.environ["BARE_PAGE_FOLDER"])


@st.cache_resource
def prepared() -> tuple[dict[str, go.Figure], dict[str, pd.DataFrame], dict[str, Any]]:
    """The figures and tables that Explore drew, by name, and Explore's settings of Plotly."""
    figures = {file.stem: plotly.io.from_json(file.read_text()) for file in sorted(FOLDER.glob("*.json"))}
    tables = {file.stem: pd.read_feather(file) for file in sorted(FOLDER.glob("*.feather"))}
    return figures, tables, {"displaylogo": False, "responsive": True}


st.set_page_config(page_title="Bare", layout="wide")
figures, tables, settings = prepared()
chosen = st.segmented_control("Chart", list(figures), default=next(iter(figures)), required=True)
st.plotly_chart(figures[chosen], config=settings, key="chart")
st.dataframe(tables[chosen], hide_index=True, key="table")
