"""Pets the nodes that guard a bot, and keeps its order gate. Python 3.8 or newer on Linux, no packages.

    guard = Guard(["https://10.0.0.1:9465"], "mm-1", token, ["main/underlying:BTC_USDT"])
    guard.pet()                      # about every 0.5 s, from the loop whose life that shall prove
    guard.may_quote(2000)            # before each order: will it be guarded for that many ms? If not, guard.why(2000) says why
    guard.open_lapses()              # {scope: n}: read your orders from the exchange, then guard.reconciled(scope, n)
"""

import hashlib, http.client, json, math, queue, random, ssl, threading, time, urllib.parse


def now():
    """Milliseconds on a clock that counts suspends."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) * 1000


def keepers(scope, nodes, copies=3):
    """The nodes that keep a scope: of more than copies those with the highest weights. See placement-vectors.json."""
    weight = lambda node: hashlib.sha256(f"{node}|{scope}".encode()).digest()
    return sorted(set(nodes), key=weight, reverse=True)[:copies]


class Gate:
    """What the replies of all nodes prove for one scope. See gate-vectors.json."""

    def __init__(self):
        self.said, self.lo, self.hi, self.lapses, self.done, self.until = {}, None, None, 0, 0, -math.inf

    def heard(self, node, sent, got, reply):
        if {each["timeout"] for each in self.said.values()} - {reply["timeout"]}:
            self._mix(got, reply["timeout"])
        self.said[node] = reply
        told = sent + reply.get("settlingMs", 0) - 1000  # less a second, so that it does not grow on its way round
        if told > got:  # another bot heard two timeouts
            self._settle(told)
        if got <= self.until or reply["guardedForMs"] <= 0:
            return
        hi = sent + reply["guardedForMs"] * 0.999  # counts from the question
        lo = got - reply["unbrokenForMs"] * 0.999
        if self.hi is None:
            self.lo, self.hi, self.lapses = lo, hi, self.lapses + 1
        elif lo <= self.hi:
            self.hi = max(hi, self.hi)
        elif hi > self.hi:  # a gap, in which the switch may have fired
            self.lo, self.hi, self.lapses = lo, hi, self.lapses + 1

    def _mix(self, at, timeout):
        """After two timeouts nothing counts until the shorter one can be applied no more."""
        longest = max([timeout] + [each["timeout"] for each in self.said.values()])
        self._settle(at + 130_000 + 2_000 * longest)

    def _settle(self, until):
        if until > self.until:
            self.until, self.hi = until, None

    def settling(self, at):
        """For how many more ms no proof counts: the nodes must be told, and tell every bot."""
        return math.ceil(self.until - at) if self.until > at else 0

    def forget(self, node, at):
        """This node was stopped."""
        reply = self.said.pop(node, None)
        if reply and {each["timeout"] for each in self.said.values()} - {reply["timeout"]}:
            self._mix(at, reply["timeout"])

    def agree(self):
        return len({each["digest"] for each in self.said.values()}) <= 1

    def required(self):
        """A node that does not require this bot renews over its death."""
        return all(each["state"] != "IDLE" for each in self.said.values())

    def open_lapse(self):
        return self.lapses if self.lapses > self.done else None

    def reconciled(self, lapse):
        if not 1 <= lapse <= self.lapses:
            raise ValueError(f"lapse must be 1 to {self.lapses}: {lapse}")
        self.done = max(self.done, lapse)

    def may_quote(self, at, margin):
        guarded = self.hi is not None and at + margin < self.hi
        return guarded and self.open_lapse() is None and self.agree() and self.required()

    def why(self, at, margin):
        """Why it is shut, for people; the worst first."""
        if not self.agree():
            return "by what each node said last, they differ in its timeout or its bots"
        if not self.required():
            return "no node that has answered requires this bot: they renew over its death"
        if self.settling(at):
            return f"its timeout was changed: no proof counts for another {self.settling(at) // 1000 + 1} s, also after a restart"
        if self.hi is None or at >= self.hi:
            silent = sorted({bot for each in self.said.values() for bot in each["silent"]})
            return "no node says that it is guarded" + (", silent: " + ", ".join(silent) if silent else "")
        if self.open_lapse():
            return f"lapse {self.open_lapse()} is open: reconcile your orders"
        return f"guarded, but for less than the margin of {margin} ms"


NOT_ASKED = "not asked yet"


class Guard:
    def __init__(self, nodes, bot, token, scopes, cafile=None, copies=3):
        """Nodes: all of them, as their own list names them: scheme and host in lower case, a port, no slash at the end."""
        self.bot, self.token = bot, token
        self.tls = ssl.create_default_context(cafile=cafile)
        self.session = int(time.time() * 1000) * 1000 + random.randrange(1000)
        self.welcome = self.superseded = False
        self.gates = {scope: Gate() for scope in scopes}
        self.lock = threading.Lock()
        self.trouble = {}  # of each node that keeps a scope; "" where there is none
        self.due = []
        for node in nodes:
            kept = [scope for scope in scopes if node in keepers(scope, nodes, copies)]
            if kept:
                due, self.trouble[node] = queue.Queue(1), NOT_ASKED
                self.due.append(due)
                threading.Thread(target=self._run, args=(node, kept, due), daemon=True).start()

    def pet(self):
        """Returns at once. A bot that hangs does not call it, and so is not alive."""
        for due in self.due:
            try:
                due.put_nowait(True)
            except queue.Full:
                pass  # that node has not answered the last one yet

    def may_quote(self, margin=0):
        with self.lock:
            return self._may_quote(now(), margin)

    def _may_quote(self, at, margin):
        if self.superseded or NOT_ASKED in self.trouble.values():  # one that was not asked may differ from the others
            return False
        return all(gate.may_quote(at, margin) for gate in self.gates.values())

    def why(self, margin=0):
        """Why no order may be placed, for people; "" if one may."""
        with self.lock:
            at = now()
            if self._may_quote(at, margin):
                return ""
            if self.superseded:
                return "a newer process of the same bot was heard: this one must end"
            shut = [f"{scope}: {gate.why(at, margin)}" for scope, gate in self.gates.items() if not gate.may_quote(at, margin)]
            return "; ".join(shut + [f"{node}: {trouble}" for node, trouble in self.trouble.items() if trouble])

    def open_lapses(self):
        with self.lock:
            return {scope: gate.open_lapse() for scope, gate in self.gates.items() if gate.open_lapse()}

    def reconciled(self, scope, lapse):
        with self.lock:
            self.gates[scope].reconciled(lapse)

    def differ(self):
        """The scopes in whose timeout or bots the nodes differ: tell people."""
        with self.lock:
            return [scope for scope, gate in self.gates.items() if not gate.agree()]

    def _run(self, node, scopes, due):
        echo = echoed = None
        while not self.superseded:
            due.get()
            session = self.session
            pet = {"session": session, "scopes": scopes}
            if echo is not None and echoed == session:
                pet["echo"] = echo
            with self.lock:
                settling = {scope: self.gates[scope].settling(now()) for scope in scopes}
            if any(settling.values()):
                pet["settlingMs"] = settling
            try:
                sent = now()
                status, body = self._post(node, json.dumps(pet))
                got = now()
                if status == 200:
                    reply = json.loads(body)
                    with self.lock:
                        for scope, said in reply["scopes"].items():
                            if scope in self.gates:
                                self.gates[scope].heard(node, sent, got, said)
                        echo, echoed = reply["echo"], session
                        self.welcome |= session == self.session
                    missing = [scope for scope in scopes if scope not in reply["scopes"]]
                    others = [scope for scope, said in reply["scopes"].items() if said["state"] == "IDLE"]
                    self.trouble[node] = (
                        "it does not keep " + ", ".join(missing) if missing
                        else f"it does not require bot {self.bot} for " + ", ".join(others) if others else ""
                    )
                elif status == 409:
                    by = json.loads(body)["by"]
                    with self.lock:
                        if session == self.session and self.welcome:
                            self.superseded = True  # for good: a newer process runs, and this one must end
                        elif session == self.session:
                            self.session = by + 1 + random.randrange(1000)
                else:
                    self.trouble[node] = f"status {status}"
            except Exception as e:  # no answer, or none that can be used
                self.trouble[node] = repr(e)

    def _post(self, node, body):
        url = urllib.parse.urlsplit(node)
        if url.scheme == "https":
            connection = http.client.HTTPSConnection(url.hostname, url.port, timeout=1.5, context=self.tls)
        elif url.hostname in ("127.0.0.1", "localhost", "::1"):
            connection = http.client.HTTPConnection(url.hostname, url.port, timeout=1.5)
        else:
            raise ValueError("plain http is for loopback only")
        try:
            headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json"}
            connection.request("POST", "/v1/pets/" + self.bot, body, headers)
            reply = connection.getresponse()
            return reply.status, reply.read(1 << 20)
        finally:
            connection.close()
