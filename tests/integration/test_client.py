"""A whole story through the client that is generated from spec/openapi.json: what the document promises, the daemon
keeps, operation by operation. The client refuses answers that the document does not describe."""

import email
import email.policy
import importlib
import pathlib
import subprocess
import sys
import unittest
import urllib.parse

from support.daemon import BEHIND_A_PROXY, SOURCE, Daemon
from support.net import free_port, wait_until
from support.process import IntegrationTest
from support.smtp_sink import links

CLIENT = SOURCE / "tests" / "client"

# Not called here, and why.
NOT_CALLED = {
    "startCatalogCheck": "would go out to the vendor; CatalogChecks has it, with a name server of its own",
    "showCatalogCheck": "shows what that began",
}


def generate(folder):
    """The generated module, imported."""
    module = pathlib.Path(folder) / "sallyport_client.py"
    document = SOURCE / "spec" / "openapi.json"
    text = subprocess.run([sys.executable, "-B", CLIENT / "generate.py", document], check=True, capture_output=True)
    module.write_bytes(text.stdout)
    sys.path[:0] = [str(folder), str(CLIENT)]
    sys.dont_write_bytecode = True
    return importlib.import_module("sallyport_client")


class TestClient(IntegrationTest):
    """One story; its chapters share a daemon and run one after the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.api = generate(cls.new_folder("client"))
        cls.runtime = importlib.import_module("runtime")
        cls.mails = cls.new_folder("mails")
        cls.daemon = cls.adopt(Daemon(cls.folder / "data", *BEHIND_A_PROXY, "--mail-directory", str(cls.mails),
                                      "--catalogs", str(SOURCE / "catalogs"))).start()
        cls.client = cls.api.Client(cls.daemon.api_port, cls.daemon.token)

    def refused(self, status, code, call, *arguments, **keywords):
        with self.assertRaises(self.runtime.Refused) as caught:
            call(*arguments, **keywords)
        self.assertEqual((caught.exception.status, caught.exception.code), (status, code), caught.exception)

    def page_of_mail(self, kind):
        """The token in the first link of that kind in the newest mail that has one."""
        def newest():
            for mail in sorted(self.mails.rglob("*.eml"), key=lambda file: -file.stat().st_mtime_ns):
                message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
                html = message.get_body(("html",)).get_content()
                found = [link for link in links(html) if f"/{kind}/" in link]
                if found:
                    return found[0]
            return None
        return urllib.parse.urlsplit(wait_until(newest, f"a mail with a link to /{kind}/")).path.rsplit("/", 1)[1]

    def test_the_story(self):
        client, api = self.client, self.api
        for chapter in (self.accounts, self.people, self.passwords, self.gate, self.alerts, self.lists, self.protection, self.family,
                        self.history, self.policy, self.webhooks, self.catalogs, self.follows, self.audit, self.service):
            with self.subTest(chapter.__name__):
                chapter(client, api)
        left = set(api.OPERATIONS) - client.called - set(NOT_CALLED)
        self.assertEqual(left, set(), "operations that no chapter calls: call them, or say why not")
        self.assertEqual(client.called & set(NOT_CALLED), set(), "called, and said not to be")

    def accounts(self, client, api):
        made = client.create_organization(api.NewOrganization(name="acme"), idempotency_key="acme-1")
        again = client.create_organization(api.NewOrganization(name="acme"), idempotency_key="acme-1")
        self.assertEqual((again.value, again.replayed, made.replayed), (made.value, True, False))
        self.refused(409, "duplicate", client.create_organization, api.NewOrganization(name="acme"))
        self.refused(422, "key_reused", client.create_organization, api.NewOrganization(name="b"),
                     idempotency_key="acme-1")
        self.assertEqual([one.name for one in client.list_organizations(limit=10).value.items], ["acme"])
        shown = client.show_organization("acme")
        self.refused(304, None, client.show_organization, "acme", if_none_match=shown.etag)
        type(self).web = client.create_credential("acme", api.NewCredential(name="web", channel="api"),
                                                  if_match=shown.etag).value.secret
        self.refused(412, "precondition_failed", client.create_credential, "acme",
                     api.NewCredential(name="late", channel="api"), if_match=shown.etag)
        client.create_credential("acme", api.NewCredential(name="old", channel="smtp", fingerprint="0" * 32))
        names = [one.name for one in client.list_credentials("acme").value.items]
        self.assertEqual(names, ["old", "web"])
        client.remove_credential("acme", "old")
        self.assertEqual(client.show_credential("acme", "web").value.channel, "api")

    def people(self, client, api):
        client.add_member("acme", api.NewMember(email="ann@acme.example", permissions=["owner"]))
        client.add_member("acme", api.NewMember(email="bob@acme.example", permissions=["read"], language="ja"))
        self.assertEqual(len(client.list_members("acme").value.items), 2)
        client.change_member("acme", "bob@acme.example", api.MemberChange(permissions=["audit"]))
        self.assertEqual(client.show_member("acme", "bob@acme.example").value.permissions, ["audit"])
        client.remove_member("acme", "bob@acme.example")
        client.invite_member("acme", "ann@acme.example")
        token = self.page_of_mail("password")
        self.assertIn("<form", client.show_password_page(token).value)
        client.set_password(token, api.PasswordForm(confirm="yes", password="correct horse battery"))
        session = client.start_session(api.NewSession(email="ann@acme.example", password="correct horse battery"))
        ann = client.with_token(session.value.token)
        self.assertEqual(ann.show_me().value.name, "ann@acme.example")
        ann.change_me(api.MeChange(language="de"))
        ann.end_session()
        self.refused(401, "unauthenticated", ann.show_me)
        made = client.create_token("acme", api.NewToken(name="ci", permissions=["read"], lifetime="1h"))
        program = client.with_token(made.value.secret)
        self.assertEqual(program.show_organization("acme").value.name, "acme")
        self.refused(403, "forbidden", program.remove_credential, "acme", "web")
        self.assertEqual([one.name for one in client.list_tokens("acme").value.items], ["ci"])
        client.revoke_token("acme", "ci")
        client.create_installation_token(api.NewToken(name="auditor", permissions=["audit"]))
        self.assertEqual(len(client.list_installation_tokens().value.items), 1)
        client.revoke_installation_token("auditor")

    def passwords(self, client, api):
        """Who asks for a link gets one mail; for somebody who is nobody there is none, and the answer is the same."""
        for name in ("eva", "last"):
            client.add_member("acme", api.NewMember(email=f"{name}@acme.example"))
        before = set(self.mails.rglob("*.eml"))
        asked = [client.request_password(api.PasswordRequest(email=f"{name}@acme.example"))
                 for name in ("nobody", "eva", "nobody", "eva", "last")]
        self.assertEqual([one.status for one in asked], [202] * 5)
        self.assertEqual([one.value for one in asked], [asked[0].value] * 5)

        def receivers():
            mails = set(self.mails.rglob("*.eml")) - before
            return sorted(email.message_from_bytes(mail.read_bytes())["To"].strip("<>") for mail in mails)
        # Mails leave in the order in which they were asked for: what was to come before the last one has come.
        wait_until(lambda: "last@acme.example" in receivers(), "the last mail")
        self.assertEqual(receivers(), ["eva@acme.example", "last@acme.example"])
        client.show_password_page(self.page_of_mail("password"))

    def gate(self, client, api):
        self.assertTrue(self.daemon.allows(self.web, "192.0.2.7"))
        wait_until(lambda: client.list_activity("acme").value.items, "the use to be recorded")
        learned = wait_until(lambda: client.list_authorized("acme").value.items, "the network to be learned")
        self.assertEqual([(one.prefix, one.source) for one in learned], [("192.0.2.0/24", "learned")])
        client.change_protections("acme", api.ProtectionChange(mode="blocking"))
        self.assertFalse(self.daemon.allows(self.web, "198.51.100.7"))
        decision = client.explain("acme", credential="web", address="198.51.100.7").value
        self.assertEqual((decision.verdict, decision.reason), ("deny", "unknown_address"))
        wait_until(lambda: client.list_unauthorized("acme").value.items, "the blocked address to be listed")

    def alerts(self, client, api):
        token = self.page_of_mail("answer")
        self.assertIn("<form", client.show_answer_page(token).value)
        client.press_answer_button(token, api.AnswerForm(confirm="yes"))
        self.assertFalse(self.daemon.allows(self.web, "203.0.113.9"))
        alert = wait_until(lambda: client.list_alerts("acme", state="open").value.items, "the second alert")[0]
        answered = client.answer_alert("acme", alert.id, api.Answer(action="authorize")).value
        self.assertEqual(answered.state, "authorized")
        self.assertTrue(self.daemon.allows(self.web, "203.0.113.9"))

    def lists(self, client, api):
        client.authorize("acme", api.NewEntries(prefixes=["10.0.0.0/8", "2001:db8::/48"], note="=offices"))
        client.deny("acme", api.NewDenials(prefix="10.9.0.0/16"))
        self.assertEqual([one.prefix for one in client.list_denied("acme").value.items], ["10.9.0.0/16"])
        denied = client.change_denied("acme", "10.9.0.0/16", api.EntryChange(note="guests"))
        self.assertEqual((denied.value.prefix, denied.value.note), ("10.9.0.0/16", "guests"))
        entry = client.change_authorized("acme", "2001:db8::/48", api.EntryChange(valid_until="2099-01-01T00:00:00Z"),
                                         if_match=denied.etag)
        self.assertEqual((entry.value.note, entry.value.valid_until), ("=offices", "2099-01-01T00:00:00Z"))
        self.refused(412, "precondition_failed", client.change_authorized, "acme", "2001:db8::/48",
                     api.EntryChange(note=None), if_match=denied.etag)
        client.remove_denied("acme", "10.9.0.0/16")
        client.remove_authorized("acme", "2001:db8::/48")
        self.assertIn("2001:db8::/48", [one.prefix for one in client.list_removed("acme").value.items])
        client.authorize_for_credential("acme", "web", api.NewEntries(prefix="172.16.0.0/12"))
        client.deny_for_credential("acme", "web", api.NewDenials(prefix="172.16.0.1"))
        self.assertEqual(len(client.list_credential_authorized("acme", "web").value.items), 1)
        self.assertEqual(len(client.list_credential_denied("acme", "web").value.items), 1)
        client.change_credential_denied("acme", "web", "172.16.0.1", api.EntryChange(note="x"))
        client.change_credential_authorized("acme", "web", "172.16.0.0/12", api.EntryChange(note=None, valid_until=None))
        client.remove_credential_denied("acme", "web", "172.16.0.1")
        client.remove_credential_authorized("acme", "web", "172.16.0.0/12")
        self.assertEqual(len(client.list_credential_removed("acme", "web").value.items), 1)

    def protection(self, client, api):
        self.assertEqual(client.show_protections("acme").value.api.mode, "blocking")
        client.change_protection("acme", "smtp", api.ProtectionChange(mode="off"))
        self.assertEqual(client.show_protection("acme", "smtp").value.mode, "off")
        client.change_credential_protection("acme", "web", api.ProtectionChange(dry_run=True))
        self.assertFalse(client.show_credential_protection("acme", "web").value.inherited)
        self.assertTrue(self.daemon.allows(self.web, "198.51.100.200"), "a dry run lets everything pass")
        self.assertTrue(client.inherit_protection("acme", "web").value.inherited)
        rotated = client.rotate_credential("acme", "web", api.NewRotation(grace="0s")).value
        self.assertFalse(self.daemon.allows(self.web, "192.0.2.7"))
        self.assertTrue(self.daemon.allows(rotated.secret, "192.0.2.7"))

    def family(self, client, api):
        client.create_organization(api.NewOrganization(name="berlin", parent="acme"))
        self.assertEqual([one.name for one in client.list_children("acme").value.items], ["berlin"])
        client.share("acme", api.NewSharing(prefix="10.0.0.0/8"))
        self.assertEqual(len(client.list_shared("acme").value.items), 1)
        self.assertEqual(client.list_received("berlin").value.items[0].from_, "acme")
        client.unshare("acme", "10.0.0.0/8", force=True)
        client.authorize("acme", api.NewEntries(prefixes=["10.1.0.0/16", "10.2.0.0/16"]))
        shared = client.share("acme", api.NewSharing(prefixes=["10.1.0.0/16", "10.2.0.0/16"], with_=["berlin"])).value
        self.assertEqual([one.with_ for one in shared.items], [["berlin"], ["berlin"]])
        first = client.list_shared("acme", limit=1).value
        self.assertEqual([one.prefix for one in client.list_shared("acme", limit=1, cursor=first.next).value.items],
                         ["10.2.0.0/16"])
        self.refused(404, "not_found", client.unshare_many, "acme", api.EndOfSharing(prefixes=["10.1.0.0/16", "10.9.0.0/16"]))
        client.unshare_many("acme", api.EndOfSharing(prefixes=["10.1.0.0/16", "10.2.0.0/16"]))
        self.assertEqual(client.list_shared("acme").value.items, [])
        client.enforce("acme", api.NewEnforcement(mode="blocking"))
        self.assertEqual(client.show_enforcement("acme").value.api.mode, "blocking")
        self.refused(409, "enforced_by_parent", client.change_protections, "berlin", api.ProtectionChange(mode="off"))
        client.unenforce("acme")
        client.enforce_channel("acme", "api", api.NewEnforcement(mode="learning"))
        self.assertEqual(client.show_channel_enforcement("acme", "api").value.mode, "learning")
        client.unenforce_channel("acme", "api")

    def history(self, client, api):
        covering = client.show_covers("acme", address="192.0.2.7").value.items
        self.assertEqual([one.prefix for one in covering], ["192.0.2.0/24"])
        client.show_review("acme")
        versions = client.list_versions("acme", limit=1000).value.items
        newest = versions[0].number
        self.assertTrue(client.show_difference("acme", from_=0, to=newest).value.items)
        client.authorize("acme", api.NewEntries(prefix="9.9.9.9"))
        undone = client.roll_back("acme", api.Rollback(to=newest)).value.items
        self.assertEqual([one.prefix for one in undone], ["9.9.9.9"])

    def policy(self, client, api):
        hamburg = api.PolicyOrganization(name="hamburg", parent="acme", entries=[api.PolicyEntry(prefix="192.0.2.64/26")])
        order = api.PolicyOrder(document=api.PolicyDocument(organizations=[hamburg]))
        planned = client.plan_policy(order).value.steps
        self.assertEqual([step.action for step in planned], ["organization.created", "entry.authorized"])
        self.assertEqual(client.apply_policy(order).value.steps, planned)
        self.assertEqual(client.plan_policy(order).value.steps, [], "it is as the document says")
        self.assertEqual(client.export_organization_policy("hamburg").value.organizations[0].entries[0].prefix,
                         "192.0.2.64/26")
        names = [one.name for one in client.export_policy().value.organizations]
        self.assertEqual(sorted(names), ["acme", "berlin", "hamburg"])

    def webhooks(self, client, api):
        url = f"http://127.0.0.1:{free_port()}/hook"
        hook = str(client.create_webhook("acme", api.NewWebhook(url=url, events=["entry.*"])).value.webhook.id)
        self.assertEqual(client.show_webhook("acme", hook).value.url, url)
        self.assertEqual(len(client.list_webhooks("acme").value.items), 1)
        client.test_webhook("acme", hook)
        client.list_webhook_attempts("acme", hook)
        changed = client.change_webhook("acme", hook, api.WebhookChange(events=["alert.*"], enabled=False)).value
        self.assertEqual((changed.url, changed.events), (url, ["alert.*"]))
        self.assertTrue(changed.disabled)
        client.rotate_webhook_secret("acme", hook, api.WebhookSecretRotation(overlap="1h"))
        client.remove_webhook("acme", hook)
        hook = str(client.create_installation_webhook(api.NewWebhook(url=url)).value.webhook.id)
        self.assertEqual(client.show_installation_webhook(hook).value.url, url)
        self.assertEqual(len(client.list_installation_webhooks().value.items), 1)
        client.test_installation_webhook(hook)
        client.list_installation_webhook_attempts(hook)
        self.assertEqual(client.change_installation_webhook(hook, api.WebhookChange(url=url + "2")).value.url, url + "2")
        client.rotate_installation_webhook_secret(hook, api.WebhookSecretRotation(overlap="0s"))
        client.remove_installation_webhook(hook)

    def catalogs(self, client, api):
        self.assertIn("moengage", [item.vendor for item in client.list_catalogs().value.items])
        shown = client.show_catalog("moengage", offering="push", language="de").value
        self.assertEqual({row.offering for row in shown.items}, {"push"})
        resolved = client.resolve_catalog("moengage", offering="email", site="DC-02").value
        self.assertEqual([item.line for item in resolved.items], ["18.195.110.23"])
        self.refused(422, "unknown_cell", client.resolve_catalog, "withsecure", offering="atlant", version="1.0.300")
        self.assertTrue(client.list_catalog_history("withsecure").value.items)
        changed = client.compare_catalog("withsecure", from_="2024-01-01", to="2026-11-22").value
        self.assertTrue(changed.items)
        lists = api.ListsToCompare(before=["192.0.2.1"], after=["192.0.2.2"])
        self.assertEqual([item.change for item in client.compare_lists(lists).value.items], ["added", "removed"])
        self.assertIn("moengage", [item.vendor for item in client.whois(query="18.195.110.23").value.items])
        feed = api.FeedToRead(format="list", feed="8.8.8.8\n8.8.4.4\n", last_good="8.8.8.8\n")
        self.assertEqual([entry.destination for entry in client.read_feed(feed).value.added], ["8.8.4.4"])
        self.assertIn("nftables", [item.target for item in client.list_targets().value.items])
        rendered = client.render_list("plain", api.ListToRender(lines=["192.0.2.0/25", "192.0.2.128/25"])).value
        self.assertIn("192.0.2.0/24", rendered.files[0].text)

    def follows(self, client, api):
        chosen = api.NewFollow(offerings=["email"], sites=["DC-02"], grace="14d")
        would = client.put_follow("acme", "moengage", chosen, dry_run="true").value
        self.assertEqual(client.list_follows("acme").value.items, [])
        client.put_follow("acme", "moengage", chosen)
        followed = client.show_follow("acme", "moengage").value
        self.assertEqual((followed.state, followed.grace, followed.counts.entries), ("following", "14d", len(would.added)))
        self.assertEqual([one.vendor for one in client.list_follows("acme").value.items], ["moengage"])
        self.assertIn("18.195.110.23", [entry.prefix for entry in client.list_authorized("acme").value.items])
        client.remove_follow("acme", "moengage")
        self.refused(404, "not_found", client.show_follow, "acme", "moengage")

    def audit(self, client, api):
        records = client.list_organization_audit("acme", limit=1000).value.items
        self.assertEqual(records[-1].action, "organization.created")
        self.assertGreater(len(client.list_audit(limit=1000).value.items), len(records))
        self.assertTrue(client.export_organization_audit("acme").value)
        self.assertTrue(client.export_audit().value)
        anchor = client.show_audit_anchor().value
        self.assertTrue(client.verify_audit(number=anchor.number, hash=anchor.hash).value.intact)
        pages, cursor = [], None
        while True:
            page = client.list_organization_audit("acme", limit=7, **({"cursor": cursor} if cursor else {})).value
            pages += page.items
            if not page.next:
                break
            cursor = page.next
        self.assertEqual(pages, records, "pages put together are the whole")
        removed = client.list_organization_audit("acme", limit=1000, action="entry.removed", actor="administrator").value
        self.assertEqual(removed.items, [one for one in records
                                         if (one.action, one.actor) == ("entry.removed", "administrator")])
        self.assertTrue(removed.items)
        denied = client.list_activity("acme", verdict="deny", limit=1000).value.items
        self.assertEqual(denied, [one for one in client.list_activity("acme", limit=1000).value.items
                                  if one.verdict == "deny"])
        self.refused(400, "malformed_request", client.list_audit, action="entry")

    def service(self, client, api):
        self.assertEqual(client.show_health().value, "ok\n")
        self.assertIn("# HELP", client.show_metrics().value)
        self.assertEqual(client.show_openapi().value["openapi"], "3.1.0")


if __name__ == "__main__":
    unittest.main()
