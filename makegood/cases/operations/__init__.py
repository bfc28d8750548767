from makegood.cases.operations.accusing import accuse, clear_accused
from makegood.cases.operations.answering import acknowledge, ask_customer, customer_wrote, reply, write_note
from makegood.cases.operations.choose_owner import choose_owner
from makegood.cases.operations.conditions import NotYet, renounce, require, satisfy
from makegood.cases.operations.deciding import (
    decide,
    investigate,
    record_offer_answer,
    record_offer_ended,
    record_offer_made,
    record_performed,
)
from makegood.cases.operations.deliver_mail import deliver_mail
from makegood.cases.operations.ending import close, rate, reopen, withdraw
from makegood.cases.operations.linking import (
    LinkEnded,
    LinkUnknown,
    link_behind,
    make_tracking_link,
    note_use,
    resolve_link,
    revoke_links,
)
from makegood.cases.operations.moving import NotNow
from makegood.cases.operations.open_case import open_case
from makegood.cases.operations.owning import (
    accept_hand_off,
    assign,
    decline_hand_off,
    escalate,
    hand_off,
    reprioritise,
    take_back_hand_off,
)

__all__ = [
    "LinkEnded",
    "LinkUnknown",
    "NotNow",
    "NotYet",
    "accept_hand_off",
    "accuse",
    "acknowledge",
    "ask_customer",
    "assign",
    "choose_owner",
    "clear_accused",
    "close",
    "customer_wrote",
    "decide",
    "decline_hand_off",
    "deliver_mail",
    "escalate",
    "hand_off",
    "investigate",
    "link_behind",
    "make_tracking_link",
    "note_use",
    "open_case",
    "rate",
    "record_offer_answer",
    "record_offer_ended",
    "record_offer_made",
    "record_performed",
    "renounce",
    "reopen",
    "reply",
    "reprioritise",
    "require",
    "resolve_link",
    "revoke_links",
    "satisfy",
    "take_back_hand_off",
    "withdraw",
    "write_note",
]
