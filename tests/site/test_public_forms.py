import pytest

from engagement_site.public_forms import is_from_this_site


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        ({}, None),
        ({"Origin": "null"}, None),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Referer": "http://testserver/sessions/"}, True),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Referer": "https://[::1/privacy/"}, False),
    ],
)
def test_where_a_form_stood_is_told_by_the_browser(rf, headers, is_ours):
    request = rf.post("/", headers=headers)

    assert is_from_this_site(request) is is_ours
