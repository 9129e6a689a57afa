"""The way of every request: cache → single flight → budget → transport.

`Broker` is one per token for the whole process. It gives a `Fetched` value or raises one of `services.errors`.
"""

from services.broker.broker import Broker
from services.broker.budget import Budget, MemoryBudget, Slot
from services.broker.cache import AnswerCache
from services.broker.fetched import Fetched, Source
from services.broker.file_budget import FileBudget
from services.broker.fingerprint import token_fingerprint
from services.broker.kept_store import KeptStore
from services.broker.kept_tasks import KeptTasks
from services.broker.ledger import Ledger, LedgerEntry
from services.broker.limit import Limit, Timeouts
from services.broker.meter import Meter
from services.broker.outcome import Answer, Outcome, Probed, Unanswered
from services.broker.request import ApiRequest, Lane
from services.broker.state_file import default_state_path
from services.broker.transport import HttpTransport, Transport
from services.broker.waiting_line import CLAIM_WITHIN, Priority
from services.broker.window import MOST_UNHURRIED

__all__ = [
    # asking
    "Broker",
    "ApiRequest",
    "Lane",
    "Fetched",
    "Source",
    "Priority",
    "CLAIM_WITHIN",
    # the budget
    "Budget",
    "Slot",
    "MemoryBudget",
    "FileBudget",
    "Limit",
    "Timeouts",
    "Meter",
    "MOST_UNHURRIED",
    "token_fingerprint",
    # what is remembered
    "AnswerCache",
    "KeptStore",
    "KeptTasks",
    "default_state_path",
    "Ledger",
    "LedgerEntry",
    # the wire
    "Transport",
    "HttpTransport",
    "Outcome",
    "Answer",
    "Unanswered",
    "Probed",
]
