"""The server's configuration, written anew before each start."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

MEGABYTE = 1024 * 1024
CONFIG = "makegood.conf"

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# Survives a killed process, not a killed machine: enough for tests, and commits cost no disk wait.
THROWAWAY = {"fsync": "off", "synchronous_commit": "on", "full_page_writes": "off"}


def settings(socket_folder: Path, *, durable: bool) -> dict[str, str]:
    """Modest: an eighth of the memory, at most 512 MB, for shared buffers; 100 connections."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    shared = max(64, min(512 if durable else 128, memory // 8))
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "port": "5432",
        "max_connections": "100",
        "shared_buffers": f"{shared}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{max(64, min(256, memory // 16))}MB",
        "max_wal_size": "2GB",
        "min_wal_size": "128MB",
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "log_min_duration_statement": "5000",
        "idle_in_transaction_session_timeout": "10min",
        "dynamic_shared_memory_type": _shared_memory_kind(),
        **(DURABLE if durable else THROWAWAY),
    }


def as_text(values: dict[str, str]) -> str:
    lines = ["# Written by Makegood at each start; your own settings belong in postgresql.conf, below the include."]
    lines += [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in values.items()]
    return "\n".join(lines) + "\n"


def _shared_memory_kind() -> str:
    # Containers often give /dev/shm 64 MB, which one parallel query fills.
    try:
        roomy = shutil.disk_usage("/dev/shm").total >= 256 * MEGABYTE  # noqa: S108
    except OSError:
        roomy = False
    return "posix" if roomy else "mmap"
