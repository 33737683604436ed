"""What we say the interface does (openapi.json) is what it does; and a client of others gets along with it."""

from __future__ import annotations

import json

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from georeport import GeoReport
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi import checks

from xiangfeng.open311.actions import take_request
from xiangfeng.open311.asking import incoming
from xiangfeng.open311.public import CONTRACT
from xiangfeng.open311.queries import jurisdiction_id

CHECKS = (
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
)
EXAMPLES = 12

contract = schemathesis.openapi.from_dict(json.loads(CONTRACT.read_bytes()))
contract.app = WSGIHandler()
contract.config.generation.update(modes=[schemathesis.GenerationMode.POSITIVE], allow_x00=False)


@pytest.fixture
def told(cast, at, town, key):
    """Three reports, so that the lists hold something."""
    for number in range(3):
        said = incoming({"service_code": "001", "address_string": "村口", "description": f"第{number}件"})
        take_request(key, said, jurisdiction="", at=at)
    return key


@contract.parametrize()
@settings(
    max_examples=EXAMPLES,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_the_contract_holds(case, told):
    if connection.vendor != "sqlite":
        # schemathesis calls the handler without the test client, and what it closes on the way is the test's own connection.
        pytest.skip("the contract is the same whatever the database")
    if isinstance(case.body, dict) and "api_key" in case.body:
        # A file part without a file name is not what any client sends; real photos are sent in test_doors.
        case.body = {**case.body, "api_key": told, "service_code": "001"}
        case.body.pop("media", None)
    case.call_and_validate(checks=CHECKS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_client_of_others_gets_along(live_server, told, town, form):
    """georeport from PyPI; in XML it makes a list of one a dict, and only three reports show lists as they are."""
    client = GeoReport(
        f"{live_server.url}/open311/v2", jurisdiction=jurisdiction_id(town), output_format=form
    )
    services = client.get_service_list()
    services = services if isinstance(services, list) else [services]
    assert [one["service_code"] for one in services] == ["001"]
    definition = client.get_service_definition("001")
    assert definition["service_code"] == "001"
    rows = client.get_service_requests(status="open", service_code="001", start_date="2026-11-01T00:00:00Z")
    assert len(rows) == 3
    one = client.get_service_request(rows[0]["service_request_id"])
    assert (one["status"], one["requested_datetime"], one["service_name"]) == (
        "open",
        "2026-11-23T02:00:00Z",
        "垃圾清运",
    )
