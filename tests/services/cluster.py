"""A real Spark cluster on this machine: a master and workers as processes of their own, on loopback only."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NO_JAVA = "Java is not installed; these tests need it: apt-get install -y openjdk-17-jre-headless"
NO_PYSPARK = "PySpark is not installed; these tests need it: pip install -e '.[spark]'"
FAST = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # no JVM lives long enough here to gain from more
DEFAULTS = {
    "spark.driver.extraJavaOptions": FAST,
    "spark.executor.extraJavaOptions": FAST,
    "spark.ui.enabled": "false",
    "spark.driver.memory": "512m",
    "spark.executor.memory": "512m",
    "spark.executor.cores": "1",
    "spark.sql.codegen.wholeStage": "false",  # compiling a plan takes longer than going through a hundred rows
    "spark.sql.files.minPartitionNum": "3",
    "spark.sql.shuffle.partitions": "3",
}
EXECUTOR = "CoarseGrainedExecutorBackend"
PYTHON = "pyspark.daemon"
_SECONDS = 120


class Cluster:
    """A master and its workers, one core each.

    Attributes:
        master: its address.
        workers: the workers' processes.
    """

    def __init__(self, folder: Path) -> None:
        if shutil.which("java") is None:
            raise RuntimeError(NO_JAVA)
        try:
            import pyspark
        except ImportError:
            raise RuntimeError(NO_PYSPARK) from None
        self._home = Path(pyspark.__file__).parent
        self._folder = folder
        self._env = os.environ | {
            "SPARK_HOME": str(self._home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(folder),
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false",
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_CONF_DIR": str(_write_defaults(folder / "conf")),
        }
        os.environ["SPARK_CONF_DIR"] = self._env["SPARK_CONF_DIR"]  # for every driver, however it is started
        port = free_port()
        self.master = f"spark://127.0.0.1:{port}"
        self._master = self._start("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        wait_until(lambda: _answers(port), "the master does not start")
        self.workers: list[subprocess.Popen] = []

    def add_workers(self, count: int = 1) -> None:
        """More workers."""
        logs = []
        for number in range(len(self.workers), len(self.workers) + count):
            folder = self._folder / f"worker{number}"
            arguments = ("--cores", "1", "--memory", "1g", "--work-dir", str(folder), "--webui-port", "0", self.master)
            self.workers.append(self._start("worker.Worker", "--host", "127.0.0.1", *arguments))
            logs.append(self._folder / f"worker.Worker{number + 1}.log")
        for log in logs:
            wait_until(lambda log=log: b"Successfully registered with master" in log.read_bytes(), "a worker does not register")

    def executors(self) -> list[int]:
        """The executors' JVMs."""
        return [pid for worker in self.workers for pid in below(worker.pid) if EXECUTOR in command(pid)]

    def pythons(self) -> list[int]:
        """The Python processes that work for the executors, the busiest first."""
        found = [pid for executor in self.executors() for pid in below(executor) if PYTHON in command(pid)]
        return sorted((pid for pid in found if PYTHON in command(parent(pid))), key=cpu, reverse=True)

    def stop(self) -> None:
        """End all processes, whatever state they are in."""
        processes = [*self.workers, self._master]
        pids = {pid for process in processes for pid in [process.pid, *below(process.pid)]}
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for pid in pids:
            if str(self._home) in command(pid) or PYTHON in command(pid):
                kill(pid)

    def _start(self, name: str, *arguments: str) -> subprocess.Popen:
        number = len(getattr(self, "workers", [])) + 1
        with (self._folder / f"{name}{number}.log").open("wb") as log:
            return subprocess.Popen(
                [str(self._home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *arguments],
                env=self._env, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip


def _write_defaults(folder: Path) -> Path:
    folder.mkdir()
    lines = "".join(f"{name} {value}\n" for name, value in DEFAULTS.items())
    (folder / "spark-defaults.conf").write_text(lines, encoding="utf-8")
    return folder


@contextmanager
def run_cluster(workers: int = 2) -> Iterator[Cluster]:
    """A cluster for as long as the block runs."""
    folder = Path(tempfile.mkdtemp(prefix="extractor-spark-"))
    cluster = Cluster(folder)
    try:
        cluster.add_workers(workers)
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


# ---------------------------------------------------------------- processes, as Linux shows them
def below(pid: int) -> list[int]:
    """All processes that descend from one."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [one for child in children for one in (child, *below(child))]


def parent(pid: int) -> int:
    return int(_stat(pid)[1]) if is_alive(pid) else 0


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def cpu(pid: int) -> int:
    """Ticks of processor time used."""
    return int(_stat(pid)[11]) if is_alive(pid) else 0


def is_alive(pid: int) -> bool:
    return bool(stat := _stat(pid)) and stat[0] != "Z"


def _stat(pid: int) -> list[str]:
    """What follows the name in ``/proc/PID/stat``: state, parent, …"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def kill(pid: int) -> None:
    """SIGKILL; a process that has ended by itself is no error."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def wait_until(is_so, complaint: str, seconds: float = _SECONDS) -> None:
    """Look ten times a second until something is so.

    Raises:
        TimeoutError: it never was.
    """
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(f"{complaint} in {seconds:.0f} s")
        time.sleep(0.1)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
