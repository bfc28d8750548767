from __future__ import annotations

from django.urls import path

from makegood.desk.views import approvals, case, cases, home, notices, offers, payouts, styleguide, triage

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("counts", home.counts, name="counts"),
    path("palette", home.palette, name="palette"),
    path("triage", triage.triage, name="triage"),
    path("triage/news", triage.triage_news, name="triage_news"),
    path("triage/agree", triage.agree_many, name="agree_many"),
    path("triage/undo", triage.undo_screenings, name="undo_screenings"),
    path("triage/<int:pk>", triage.triage_item, name="triage_item"),
    path("triage/<int:pk>/agree", triage.agree, name="agree"),
    path("triage/<int:pk>/overrule", triage.overrule, name="overrule"),
    path("cases", cases.cases, name="cases"),
    path("cases/export.<str:kind>", cases.export_cases, name="export_cases"),
    path("cases/assign", cases.assign_many, name="assign_many"),
    path("cases/undo-assign", cases.undo_assign, name="undo_assign"),
    path("cases/views", cases.keep_view, name="keep_view"),
    path("cases/views/<int:pk>/delete", cases.drop_view, name="drop_view"),
    path("cases/<int:pk>", case.case, name="case"),
    path("cases/<int:pk>/write", case.write, name="write"),
    path("cases/<int:pk>/draft", case.draft, name="draft"),
    path("cases/<int:pk>/presence", case.presence, name="presence"),
    path("cases/<int:pk>/reveal", case.reveal_customer, name="reveal_customer"),
    path("cases/<int:pk>/offer", offers.propose, name="propose"),
    path("cases/<int:pk>/do/<slug:verb>", case.case_action, name="case_action"),
    path("offers/<int:pk>/send", offers.send, name="send_offer"),
    path("offers/<int:pk>/withdraw", offers.cancel_offer, name="cancel_offer"),
    path("approvals", approvals.approvals, name="approvals"),
    path("approvals/<int:pk>/agree", approvals.agree_to, name="agree_to"),
    path("approvals/<int:pk>/refuse", approvals.refuse_it, name="refuse_it"),
    path("payouts", payouts.payouts, name="payouts"),
    path("payouts/<int:pk>/pay", payouts.pay, name="pay"),
    path("payouts/<int:pk>/unknown", payouts.no_answer, name="no_answer"),
    path("payouts/<int:pk>/settle", payouts.settle, name="settle"),
    path("notices", notices.notices, name="notices"),
    path("notices/read", notices.read_all, name="read_all"),
    path("notices/<int:pk>", notices.open_notice, name="open_notice"),
    path("styleguide", styleguide.styleguide, name="styleguide"),
]
