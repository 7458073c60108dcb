"""What `cmake --install` installs: it is complete, starts with its own settings, and its service may do little."""

import shutil
import subprocess
import unittest

from support.daemon import SOURCE, Daemon, binary
from support.process import IntegrationTest


class PackagingTest(IntegrationTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        build = binary("sallyportd").parent.parent
        cls.root = cls.folder / "root"
        subprocess.run(["cmake", "--install", build, "--prefix", cls.root], check=True, capture_output=True, timeout=60)

    def test_all_of_it_is_there(self):
        for name in ("bin/sallyport", "bin/sallyportd", "share/man/man1/sallyport.1", "share/man/man8/sallyportd.8",
                     "share/bash-completion/completions/sallyport", "share/zsh/site-functions/_sallyport",
                     "share/fish/vendor_completions.d/sallyport.fish", "share/sallyport/catalogs/moengage.yaml",
                     "share/sallyport/sallyportd.conf", "lib/systemd/system/sallyportd.service",
                     "lib/sysusers.d/sallyport.conf"):
            self.assertGreater((self.root / name).stat().st_size, 0, name)

    def test_what_is_installed_knows_its_catalogs(self):
        listed = subprocess.run([self.root / "bin" / "sallyport", "catalog", "list"], capture_output=True, text=True,
                                timeout=30, check=True).stdout
        self.assertIn("moengage", listed)

    def test_the_daemon_starts_with_the_settings_that_come_with_it(self):
        work = self.new_folder("work")
        daemon = self.adopt(Daemon(work / "data", "--config", self.root / "share/sallyport/sallyportd.conf",
                                   "--gate-unix", work / "gate.sock", "--mail-directory", work / "mail")).start()
        rest = daemon.rest()
        rest.create_organization("acme")
        secret = rest.create_credential("acme", "web")
        self.assertTrue(daemon.allows(secret, "192.0.2.7"))
        rest.protect("acme", mode="blocking")
        self.assertFalse(daemon.allows(secret, "198.51.100.7"), "the proxy on this machine is believed")

    def test_what_to_do_next_is_another_thing_on_an_upgrade(self):
        folder = self.new_folder("systemctl")
        systemctl = folder / "systemctl"
        for active, told in ((0, "systemctl restart sallyportd"), (3, "systemctl enable --now sallyportd")):
            systemctl.write_text(f'#!/bin/sh\n[ "$*" = "is-active --quiet sallyportd" ] && exit {active}\nexit 9\n')
            systemctl.chmod(0o755)
            said = subprocess.run(["bash", "-euo", "pipefail", "-c", ". scripts/install.sh; say_installed"], cwd=SOURCE,
                                  env={"PATH": f"{folder}:/usr/bin:/bin"}, capture_output=True, text=True, timeout=30,
                                  check=True).stderr
            self.assertEqual([word for word in ("systemctl restart sallyportd", "systemctl enable --now sallyportd")
                              if word in said], [told])

    def test_the_service_may_do_little(self):
        if not shutil.which("systemd-analyze"):
            self.skipTest("systemd-analyze is not installed")
        unit = self.root / "lib/systemd/system/sallyportd.service"
        judged = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", unit],
                                capture_output=True, text=True, timeout=60, check=False)
        if "Unknown option" in judged.stderr or "unrecognized option" in judged.stderr:
            self.skipTest("this systemd-analyze judges no files")
        self.assertEqual(judged.returncode, 0, judged.stdout[-400:] + judged.stderr)


if __name__ == "__main__":
    unittest.main()
