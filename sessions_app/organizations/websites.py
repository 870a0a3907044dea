"""What a website or an e-mail address says about whose it is."""

import re
from urllib.parse import parse_qs, urlsplit

from engagement_site.email_addresses import canonical_domain

#: Longest key, as in the database.
KEY_LENGTH = 100

#: Prefixes that show the same site: www., www2., and those for phones.
_SAME_SITE = re.compile(r"^(?:www\d*|m|mobile)\.(?=[^.]+\.)")

#: Sites on which anybody can have a page, on the host itself or a host below it.
_PAGES_OF_ANYBODY = (
    "actionnetwork.org", "beacons.ai", "bio.link", "bit.ly", "bsky.app", "campaign-archive.com",
    "canva.com", "cash.app", "change.org", "discord.com", "discord.gg", "dropbox.com",
    "eventbrite.com", "facebook.com", "fb.com", "fb.me", "flickr.com", "forms.gle", "github.com",
    "givebutter.com", "gofundme.com", "goo.gl", "google.com", "guidestar.org", "instagram.com",
    "linkedin.com", "linktr.ee", "lnk.bio", "mailchi.mp", "mastodon.social", "medium.com",
    "meetup.com", "mobilize.us", "nextdoor.com", "patreon.com", "paypal.com", "paypal.me",
    "pinterest.com", "reddit.com", "sharepoint.com", "soundcloud.com", "spotify.com", "t.me",
    "telegram.me", "threads.net", "tiktok.com", "tinyurl.com", "tumblr.com", "twitter.com",
    "venmo.com", "vimeo.com", "wa.me", "whatsapp.com", "wikipedia.org", "x.com", "yelp.com",
    "youtu.be", "youtube.com", "zeffy.com", "zoom.us",
)  # fmt: skip

#: Sites that give everybody a host of their own below this one. The host itself says nothing.
_HOSTS_FOR_ANYBODY = frozenset((
    "blogspot.com", "carrd.co", "github.io", "godaddysites.com", "netlify.app", "notion.site",
    "square.site", "squarespace.com", "strikingly.com", "substack.com", "typepad.com", "vercel.app",
    "webflow.io", "weebly.com", "wix.com", "wixsite.com", "wordpress.com", "yolasite.com",
))  # fmt: skip

#: Public mail domains.
_MAIL_OF_ANYBODY = frozenset((
    "aol.com", "att.net", "bellsouth.net", "charter.net", "comcast.net", "cox.net", "earthlink.net",
    "fastmail.com", "gmail.com", "gmx.com", "googlemail.com", "hotmail.com", "hotmail.es",
    "icloud.com", "live.com", "mac.com", "mail.com", "me.com", "msn.com", "optonline.net",
    "outlook.com", "outlook.es", "pm.me", "proton.me", "protonmail.com", "qq.com",
    "rocketmail.com", "sbcglobal.net", "tutanota.com", "verizon.net", "yahoo.com", "yahoo.com.mx",
    "yahoo.es", "yandex.com", "ymail.com", "zoho.com",
))  # fmt: skip


def own_domain(website: str) -> str:
    """Return the host of a website, without ``www.``; "" if it is not the organization's own.

    A page on a host that others have pages on, such as facebook.com, proves nothing about who
    writes from that domain.
    """
    host = _host(website)
    return "" if _is_shared(host) else host


def website_key(website: str) -> str:
    """Return what two spellings of one website have in common, to compare; "" if nothing.

    The host; on a host that others have pages on, also the path.
    """
    host = _host(website)
    if not _is_shared(host):
        return host[:KEY_LENGTH]
    parts = urlsplit(_with_scheme(website))
    path = parts.path.strip("/").casefold()
    number = parse_qs(parts.query).get("id", [""])[0]
    page = f"{path}?id={number}" if number else path
    return f"{host}/{page}"[:KEY_LENGTH] if page else ""


def mail_domain(email: str) -> str:
    """Return the domain of an address; "" if anybody can have an address there."""
    domain = canonical_domain(email.rpartition("@")[2])
    return "" if _is_shared(domain) else domain


def _host(website: str) -> str:
    try:
        host = urlsplit(_with_scheme(website)).hostname or ""
    except ValueError:
        return ""
    return _SAME_SITE.sub("", canonical_domain(host))


def _with_scheme(website: str) -> str:
    return website if "://" in website else f"https://{website}"


def _is_shared(host: str) -> bool:
    return (
        host in _HOSTS_FOR_ANYBODY
        or host in _MAIL_OF_ANYBODY
        or any(host == site or host.endswith(f".{site}") for site in _PAGES_OF_ANYBODY)
    )
