# SPDX-License-Identifier: Apache-2.0
"""The mail flow when something breaks: the filter killed, its store unreadable, a stop amid mail."""

import signal
import smtplib
import threading
import time
import unittest
from pathlib import Path

import flow
import postfix
from flow import FORGED, GENUINE
from namesake import REGISTRY, Daemon, break_store, entry, free_port, run, wait_for


@flow.can_run()
class KilledFilterTest(flow.FlowTest):
    @classmethod
    def set_up(cls):
        cls.milter, cls.port = cls.filtered()

    def setUp(self):
        if self.milter.process is None:
            self.milter.start()

    def test_mail_flows_on_between_messages_and_is_checked_again_after_a_restart(self):
        first_id, first = postfix.letter(FORGED)
        second_id, second = postfix.letter(FORGED)
        with postfix.Sender(self.port) as sender:
            sender.send(first)
            [mail] = self.postfix.wait_for_mail(first_id)
            self.assert_flagged(mail)
            self.milter.kill()
            sender.send(second)  # on the connection that knew the filter
        [mail] = self.postfix.wait_for_mail(second_id)
        self.assertEqual(flow.our_fields(mail), [])
        [mail] = self.send(self.port, FORGED)  # on a new one
        self.assertEqual(flow.our_fields(mail), [])
        self.milter.start()
        [mail] = self.send(self.port, FORGED)
        self.assert_flagged(mail)

    def test_mail_flows_on_when_it_happens_amid_a_message(self):
        message_id, octets = postfix.letter(FORGED)
        with postfix.Sender(self.port) as sender:
            sender.begin(octets)
            self.milter.kill()
            self.assertEqual(sender.finish()[0], 250)
        self.assertEqual(len(self.postfix.wait_for_mail(message_id)), 1)

    def test_mail_flows_on_while_the_filter_is_killed_again_and_again(self):
        sent, sending, enough = [], threading.Event(), threading.Event()

        def send():
            while not enough.is_set():
                message_id, octets = postfix.letter(FORGED)
                with postfix.Sender(self.port) as sender:
                    sender.send(octets)
                sent.append(message_id)
                sending.set()

        threads = [threading.Thread(target=send) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(4):
            sending.clear()
            self.assertTrue(sending.wait(60), "no mail gets through")
            self.milter.kill()
            self.milter.start()
        enough.set()
        for thread in threads:
            thread.join()
        for message_id in sent:
            self.assertEqual(len(self.postfix.wait_for_mail(message_id)), 1)
        self.assertEqual(self.verdict_of(self.port, FORGED), "MALICIOUS-BEC")


@flow.can_run()
class UnreadableStoreTest(flow.FlowTest):
    @classmethod
    def set_up(cls):
        cls.milter, cls.port = cls.filtered()
        cls.waiting_milter, cls.waiting = cls.filtered(config="[milter]\non_failure = 'tempfail'\n")

    def test_mail_passes_unchecked_or_waits_and_what_is_known_stays_known(self):
        # Enough that nobody has them in a cache.
        self.store.import_rows(self.store.two, [(f"Person {n}", f"p{n}@two.example") for n in range(3000)])
        self.milter.start()
        self.waiting_milter.start()
        # Snapshots are read when first asked for: that of one.example is, that of two.example not.
        self.assertEqual(self.verdict_of(self.port, FORGED), "MALICIOUS-BEC")
        break_store(self.store.folder)
        [mail] = self.send(self.port, GENUINE, to=["bob@two.example"])
        self.assertEqual(self.assert_one_verdict(mail), "unchecked")
        self.assertIn("Not checked", mail["X-Namesake-Reason"])
        self.assertGreater(self.milter.count("snapshot_unavailable"), 0)
        with postfix.Sender(self.waiting) as sender, self.assertRaises(smtplib.SMTPDataError) as refused:
            sender.send(postfix.letter(GENUINE)[1])
        self.assertEqual(refused.exception.smtp_code, 451)
        self.assertTrue(refused.exception.smtp_error.startswith(b"4.7.1 "), refused.exception.smtp_error)
        self.assertEqual(self.verdict_of(self.port, FORGED), "MALICIOUS-BEC")
        self.assertEqual(self.verdict_of(self.port, GENUINE), "NONE")


@flow.can_run()
class StopTest(flow.FlowTest):
    @classmethod
    def set_up(cls):
        cls.socket = Path(f"{cls.store.folder}/milter.sock")
        cls.milter, cls.port = cls.filtered(f"unix:{cls.socket}", '[milter]\nsocket_group = "postfix"\n')

    def setUp(self):
        if self.milter.process is None:
            self.milter.start()

    def test_sigterm_lets_a_message_be_finished(self):
        message_id, octets = postfix.letter(FORGED)
        with postfix.Sender(self.port) as sender:
            sender.begin(octets)
            stopped = threading.Thread(target=self.milter.stop)
            process = self.milter.process
            stopped.start()
            wait_for(lambda: self.milter.count("stopping"), "the filter is stopping")
            # From the moment after that line on, who comes is turned away, while the old message is
            # still waited for.
            wait_for(self.is_turned_away, "a new message is turned away", patience=5)
            self.assertIsNone(process.poll())
            self.assertEqual(sender.finish()[0], 250)
        stopped.join()
        self.assertEqual(process.returncode, 0, self.milter.log)
        [mail] = self.postfix.wait_for_mail(message_id)
        self.assert_flagged(mail)
        self.assertFalse(self.socket.exists())
        self.assertRegex(self.milter.events("totals")[-1], r" malicious_bec=[1-9]\d* .* tagged=[1-9]\d* ")
        self.assertEqual(self.milter.events("stopped")[-1].split()[2:], ["stopped"])

    def is_turned_away(self):
        [mail] = self.send(self.port, FORGED)
        return flow.our_fields(mail) == []

    def test_a_connection_that_does_not_end_is_cut(self):
        with postfix.Sender(self.port):
            began = time.monotonic()
            self.assertEqual(self.milter.stop(), 0)
            self.assertGreater(time.monotonic() - began, 9)
        self.assertEqual(self.milter.count("connections_cut"), 1)

    def test_every_signal_that_means_stop_stops_in_good_order(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            self.setUp()
            self.assertEqual(self.milter.stop(number), 0)
            self.assertIn(" stopped", self.milter.log.splitlines()[-1])

    def test_a_killed_filters_socket_does_not_stop_the_next_one(self):
        self.milter.kill()
        self.assertTrue(self.socket.exists())
        self.milter.start()
        self.assertEqual(self.verdict_of(self.port, FORGED), "MALICIOUS-BEC")

    def test_a_second_filter_leaves_the_first_ones_socket_alone(self):
        second = postfix.Milter(self.postfix.folder, self.milter.listen, self.store.uri).spawn()
        self.assertEqual(second.process.wait(), 2)
        self.assertIn("another program listens", second.log)
        self.assertEqual(self.verdict_of(self.port, FORGED), "MALICIOUS-BEC")


@flow.can_run()
class ChangeTest(flow.FlowTest):
    @classmethod
    def set_up(cls):
        cls.milter, cls.port = cls.filtered()
        cls.milter.start()

    def test_an_entry_made_by_another_process_is_honoured_within_a_second(self):
        self.assertEqual(self.verdict_of(self.port, "Zora New <x@evil.example>"), "NONE")
        self.store.protect(self.store.one, "Zora New", "zora@one.example")
        time.sleep(1)  # what is promised
        self.assertEqual(self.verdict_of(self.port, "Zora New <x@evil.example>"), "MALICIOUS-BEC")

    def test_what_the_api_is_told_is_honoured_within_a_second(self):
        token = run(
            *("namesake", "token", "create", "--store", self.store.uri),
            *("--account", self.store.one, "--permission", "write"),
        ).stdout.strip()
        forged = "Vera Api <x@evil.example>"
        with Daemon(folder=self.store.folder) as daemon:
            client = daemon.client(token)
            path = REGISTRY.format(account=self.store.one)
            created = client.request("POST", path, entry(name="Vera Api", email="vera@one.example"))
            self.assertEqual(created.status, 201)
            time.sleep(1)  # what is promised
            self.assertEqual(self.verdict_of(self.port, forged), "MALICIOUS-BEC")
            one = f"{path}/{created.result['id']}"
            self.assertEqual(client.request("PATCH", one, {"email": "x@evil.example"}).status, 200)
            time.sleep(1)
            self.assertEqual(self.verdict_of(self.port, forged), "NONE")
            self.assertEqual(client.request("DELETE", one).status, 200)
            client.close()
        time.sleep(1)
        self.assertEqual(self.verdict_of(self.port, "Vera Api <y@evil.example>"), "NONE")

    def test_an_account_and_domain_made_while_running_are_honoured(self):
        [mail] = self.send(self.port, FORGED, to=["x@three.example"])
        self.assertEqual(self.assert_one_verdict(mail), "unchecked")
        three = self.store.account("three.example")
        self.store.protect(three, "Third Person", "third@three.example")
        time.sleep(1)
        [mail] = self.send(self.port, "Third Person <x@evil.example>", to=["x@three.example"])
        self.assert_flagged(mail, "Third Person")

    def test_sigusr1_reads_the_settings_again(self):
        self.addCleanup(lambda: (self.milter.configure(""), self.milter.reload()))
        self.milter.configure("[milter.action]\nmalicious_bec = 'reject'\n")
        self.assertIn(" reloaded ", self.milter.reload())
        with postfix.Sender(self.port) as sender, self.assertRaises(smtplib.SMTPDataError) as refused:
            sender.send(postfix.letter(FORGED)[1])
        self.assertEqual(refused.exception.smtp_code, 550)

        self.milter.configure("[milter.action]\nmalicious_bec = 'shred'\n")
        line = self.milter.reload()
        self.assertIn(" reload_refused ", line)
        self.assertIn("shred", line)
        with postfix.Sender(self.port) as sender, self.assertRaises(smtplib.SMTPDataError):
            sender.send(postfix.letter(FORGED)[1])

        self.milter.configure(f"[milter]\naccount = '{'0' * 32}'\n")
        self.assertIn("no account", self.milter.reload())

        port = free_port()
        self.milter.configure(f"store = 'sqlite:elsewhere'\n[milter]\nlisten = 'inet:{port}@127.0.0.1'\nqueue_length = 7\n")
        self.milter.reload()
        # What the command line says does not change with the file.
        self.assertRegex(self.milter.events("restart_needed")[-1], r'settings=milter\.queue_length$')
        self.assertEqual(self.verdict_of(self.port, FORGED), "MALICIOUS-BEC")


if __name__ == "__main__":
    unittest.main()
