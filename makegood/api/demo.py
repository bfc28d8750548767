"""A token with which the demo company's interface can be tried at once."""

from __future__ import annotations

from datetime import timedelta

from makegood.kit.story import DemoStory
from makegood.people.operations import issue_token

SECRET = "mg_demo_token_for_everybody_to_try"  # noqa: S105 — printed for everybody to read
SCOPES = ["feedback:write", "feedback:read", "cases:read", "encounters:write", "webhooks:write"]


def load(story: DemoStory) -> None:
    by, at = story.things["staff"]["gaoning"].actor, story.now - timedelta(days=90)
    issue_token(name="收银系统", scopes=SCOPES, branch=None, secret=SECRET, by=by, at=at)
