import pytest

from tests.site.security_headers import ADMIN_POLICY, PUBLIC_POLICY, faults, policy

PUBLIC_PATHS = ["/", "/healthz", "/accounts/login/", "/nowhere/", "/static/site.css", "/admin"]
ADMIN_PATHS = ["/admin/", "/admin/pages/", "/admin/nowhere/"]


def headers(client, path: str) -> dict[str, str]:
    response = client.get(path, secure=True)
    response.close()
    return response.headers


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PUBLIC_PATHS, *ADMIN_PATHS])
def test_headers_everywhere(client, path):
    sent = headers(client, path)

    assert sent["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["Cross-Origin-Opener-Policy"] == "same-origin"
    assert sent["Referrer-Policy"] == "same-origin"
    assert "camera=()" in sent["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/", "/admin/"])
def test_answer_without_headers_is_seen_by_the_matrix_of_roles(path):
    assert faults(path, {"Content-Security-Policy": "default-src 'self'"}) == [
        "Strict-Transport-Security",
        "X-Content-Type-Options",
        "Cross-Origin-Opener-Policy",
        "Referrer-Policy",
        "Permissions-Policy",
        "X-Frame-Options",
        "Content-Security-Policy",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PUBLIC_PATHS)
def test_policy_public(client, path):
    sent = headers(client, path)

    assert policy(sent) == PUBLIC_POLICY
    assert sent["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ADMIN_PATHS)
def test_policy_admin(client, staff_member, path):
    client.force_login(staff_member)

    assert policy(headers(client, path)) == ADMIN_POLICY


@pytest.mark.django_db
def test_reader_gets_no_cookie_and_can_be_cached(client):
    response = client.get("/nowhere/")

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "no-store" not in response.headers.get("Cache-Control", "")


@pytest.mark.django_db
def test_signed_in_answers_are_not_stored(client, person):
    client.force_login(person)

    assert "no-store" in client.get("/nowhere/").headers["Cache-Control"]


@pytest.mark.django_db
def test_sign_out_clears_the_browser(client, person):
    client.force_login(person)

    response = client.post("/accounts/logout/")

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in response.headers["Cache-Control"]


def test_trace_refused(client):
    assert client.trace("/healthz").status_code == 405


@pytest.mark.django_db
def test_unknown_host_refused(client):
    assert client.get("/healthz", headers={"host": "attacker.example"}).status_code == 400
