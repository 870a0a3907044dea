"""All URLs that hold an access token."""

from django.urls import URLPattern, URLResolver, get_resolver, reverse

SECRET = "s3cr3t-T0ken_" + "x" * 30
#: Converters of the parts of a path that open something without an account.
SECRET_PARTS = {"token", "key", "uidb36"}


#: Shadowed by a redirect to allauth's page.
UNUSED = {"wagtailadmin_password_reset_confirm"}


def secret_names() -> set[str]:
    """Return the names of all URLs with a secret part, without their namespaces."""
    found = set()

    def walk(resolver: URLResolver) -> None:
        for each in resolver.url_patterns:
            if isinstance(each, URLResolver):
                walk(each)
            elif isinstance(each, URLPattern) and each.name:
                parts = {*each.pattern.converters, *each.pattern.regex.groupindex}
                found.update({each.name} if parts & SECRET_PARTS else ())

    walk(get_resolver())
    return found - UNUSED


def path_of(name: str) -> str:
    if name == "account_reset_password_from_key":
        return f"/accounts/password/reset/key/1-{SECRET}/"
    namespace = "" if name.startswith("account_") else "sessions_app:"
    return reverse(f"{namespace}{name}", args=[SECRET])
