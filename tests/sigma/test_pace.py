"""The pace, against a server that counts, on a clock that jumps."""

import asyncio
import math
from dataclasses import dataclass, field

import pytest

from sigma.stub import SETTINGS, Answer, Stub, refusal, run
from sigma_audit.config import Settings
from sigma_audit.sigma.client import Client
from sigma_audit.sigma.pace import Pace
from sigma_audit.sigma.paging import reader

LATENCY = 0.08


@dataclass
class Bucket:
    """Serves `rate` requests a second, `burst` at once, and refuses the rest."""

    rate: float = math.inf
    burst: float = math.inf
    served: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    _tokens: float = math.nan
    _at: float = 0.0

    def admits(self, now: float) -> bool:
        if math.isinf(self.rate):
            return True
        tokens = self.burst if math.isnan(self._tokens) else self._tokens
        self._tokens = min(self.burst, tokens + (now - self._at) * self.rate)
        self._at = now
        if self._tokens < 1:
            self.refused.append(now)
            return False
        self._tokens -= 1
        return True


def crawl(
    pace: Pace, bucket: Bucket, count: int, workers: int = 8, retry_after: float | None = None
) -> float:
    """Have `count` requests served at this pace; gives the seconds it took."""

    async def work() -> float:
        clock = asyncio.get_running_loop().time
        left = iter(range(count))

        async def worker() -> None:
            for _ in left:
                while True:
                    sent_at = await pace.turn()
                    await asyncio.sleep(LATENCY / 2)
                    is_served = bucket.admits(clock())
                    await asyncio.sleep(LATENCY / 2)
                    if is_served:
                        pace.served(sent_at)
                        bucket.served.append(sent_at)
                        break
                    pace.refused(sent_at, retry_after)
                    await asyncio.sleep(2 if retry_after is None else retry_after)

        await asyncio.gather(*(worker() for _ in range(workers)))
        return clock()

    return run(work())


def test_it_starts_at_five_a_second_and_grows_while_nothing_is_refused() -> None:
    bucket = Bucket()
    crawl(Pace(), bucket, 2000)
    first = bucket.served[0]
    assert 5 <= len([moment for moment in bucket.served if moment - first < 0.99]) <= 9
    last = bucket.served[-1]
    lately = [moment for moment in bucket.served if last - moment < 5]
    # In the end only concurrency bounds it: 8 at a time, 80 ms each, 100 a second.
    assert len(lately) / 5 > 95


@pytest.mark.parametrize("start", [5.0, math.inf], ids=["Sigma", "loopback"])
def test_a_refusal_before_anything_was_served_is_no_limit(start: float) -> None:
    """Nothing was let through that could tell how much would be: it starts slowly again."""

    class Stumbling(Bucket):
        def admits(self, now: float) -> bool:
            if len(self.refused) < 2:
                self.refused.append(now)
                return False
            return True

    assert crawl(Pace(start), Stumbling(), 500) < 20


@pytest.mark.parametrize("base_url", [SETTINGS.base_url, "http://127.0.0.1:9"])
def test_the_token_endpoints_limit_is_its_own(base_url: str) -> None:
    left = [refusal(429), refusal(429)]
    page = Answer({"entries": [], "nextPage": None})
    stub = Stub(lambda asked: page, token=lambda asked: left.pop() if left else None)
    settings = Settings(base_url, SETTINGS.client_id, SETTINGS.client_secret)

    async def work() -> float:
        async with Client(settings, transport=stub.transport) as client:
            await client.get("/v2/teams", reader("pages"))
            begun = asyncio.get_running_loop().time()
            for _ in range(100):
                await client.get("/v2/teams", reader("pages"))
            return asyncio.get_running_loop().time() - begun

    assert run(work()) < 10


def test_a_cap_holds() -> None:
    assert crawl(Pace(math.inf, 10), Bucket(), 200) == pytest.approx(20, rel=0.05)
    assert crawl(Pace(5, 2), Bucket(), 40) == pytest.approx(20, rel=0.05)


@pytest.mark.parametrize("retry_after", [None, 1.0], ids=["silent", "retry-after"])
@pytest.mark.parametrize("burst_share", [1, 2], ids=["burst R", "burst 2R"])
@pytest.mark.parametrize("limit", [5, 8, 20, 47, 100])
def test_against_a_limit_a_minute_is_nearly_as_fast_as_allowed(
    limit: int, burst_share: int, retry_after: float | None
) -> None:
    burst = limit * burst_share
    count = limit * 60 + burst
    bucket = Bucket(limit, burst)
    seconds = crawl(Pace(), bucket, count, 16, retry_after)
    assert seconds <= 1.15 * (count - burst) / limit
    assert len(bucket.refused) < 90, "some while it finds out"


@pytest.mark.parametrize("retry_after", [None, 1.0], ids=["silent", "retry-after"])
@pytest.mark.parametrize("limit", [20, 100])
def test_in_the_steady_state_hardly_anything_is_refused(
    limit: int, retry_after: float | None
) -> None:
    bucket = Bucket(limit, limit)
    crawl(Pace(), bucket, limit * 60 + 10_000, 16, retry_after)
    later = [moment for moment in bucket.refused if moment > 60]
    assert len(bucket.refused) > len(later), "it finds the limit in the first minute"
    assert len(later) <= 10
    assert bucket.served[-1] <= 1.15 * (limit * 60 + 10_000 - limit) / limit


def test_on_loopback_the_client_starts_unbounded_and_a_rate_caps_it() -> None:
    page = Answer({"entries": [], "nextPage": None})

    def seconds(rate: float | None) -> float:
        stub = Stub(lambda asked: page, latency=LATENCY)

        async def work() -> float:
            settings = Settings("http://127.0.0.1:1", SETTINGS.client_id, SETTINGS.client_secret)
            async with Client(settings, rate=rate, transport=stub.transport) as client:
                await asyncio.gather(
                    *(client.get("/v2/teams", reader("pages")) for _ in range(100))
                )
            return asyncio.get_running_loop().time()

        return run(work())

    assert seconds(None) < 101 * LATENCY / 4 * 1.2
    assert seconds(10.0) == pytest.approx(10, rel=0.05)


def test_a_refusal_cuts_to_just_under_what_was_served_and_it_creeps_up_again() -> None:
    async def work() -> None:
        pace = Pace(50.0)
        pace._grown_at = math.inf  # not the growth is looked at here, but the cut
        for _ in range(150):
            sent_at = await pace.turn()
            pace.served(sent_at)
        pace.refused(sent_at, None)
        cut = pace.rate
        assert 0.9 * 50 < cut < 50
        pace.refused(sent_at, None)
        assert pace.rate == cut, "a refusal of a request sent before the cut tells nothing new"
        for _ in range(50):
            pace.served(await pace.turn())
        assert cut < pace.rate < 50

    run(work())


def test_a_wait_that_was_asked_for_holds_everyone_back() -> None:
    async def work() -> None:
        pace = Pace(100.0)
        clock = asyncio.get_running_loop().time
        waiting = [asyncio.create_task(pace.turn()) for _ in range(20)]
        pace.refused(await pace.turn(), 30.0)
        until = clock() + 30 - 0.5
        moments = sorted(await asyncio.gather(*waiting))
        assert len([moment for moment in moments if moment < until]) <= 20
        assert await pace.turn() >= until

    run(work())


def test_it_never_stops_altogether() -> None:
    async def work() -> float:
        pace = Pace()
        for _ in range(100):
            pace.refused(await pace.turn(), None)
        return pace.rate

    assert 0 < run(work()) < math.inf
