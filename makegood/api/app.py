"""The API put together."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from makegood.api import cases, encounters, feedback, measures, webhooks
from makegood.api.problems import TYPE, install


class Plain(JSONRenderer):
    """Chinese stays Chinese on the wire."""

    json_dumps_params = {"ensure_ascii": False}


class MakegoodAPI(NinjaAPI):
    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Ninja's description, with errors under the content type that they really have."""
        schema = super().get_openapi_schema(**kwargs)
        for way in schema["paths"].values():
            for operation in way.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {TYPE: next(iter(answer["content"].values()))}
        return schema


api = MakegoodAPI(
    title="Makegood",
    version="1",
    description="Hand over feedback, tell of service encounters, read cases, be told of what happens.",
    urls_namespace="api",
    renderer=Plain(),
    docs_url=None,
    openapi_url="/openapi.json",
)
install(api)
for router in (feedback.router, cases.router, encounters.router, measures.router, webhooks.router):
    api.add_router("", router)
