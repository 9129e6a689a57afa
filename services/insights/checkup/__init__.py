"""Asks every endpoint of the API once, for the day when an account answers differently from our contract.

vocabulary   which words of an answer are the interface's own, and so nobody's
sample       an answer with everything that is somebody's replaced by stand-ins
shape        the form of an answer in words
expected     what each endpoint is expected to answer, and where an answer differs
finding      what is found of one endpoint
check        the endpoints in their order, each with what it needs from those before
file         all of it as one file that may be sent to the project's maintainers
"""

from services.insights.checkup.check import (
    ENDPOINTS,
    Check,
    advance,
    begin,
    requests_left,
)
from services.insights.checkup.file import as_file
from services.insights.checkup.finding import Finding, Verdict
from services.insights.checkup.questions import look_at_insights, small_question
from services.insights.checkup.sample import masked, redacted_sample

__all__ = [
    "ENDPOINTS",
    "Check",
    "Finding",
    "Verdict",
    "advance",
    "as_file",
    "begin",
    "look_at_insights",
    "masked",
    "redacted_sample",
    "requests_left",
    "small_question",
]
