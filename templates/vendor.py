"""Set-up step: copies the locked front-end files and fonts into the package and writes their manifest."""

import hashlib
import json
import shutil
import sys
import tomllib
from pathlib import Path

from templates import ROOT

MANIFEST = ROOT / "static" / "vendor" / "manifest.json"


def copy_all(modules: Path) -> list[dict[str, str]]:
    """Copies what ``vendor.toml`` names out of *modules* (``node_modules``); returns one manifest row per file."""
    wanted = tomllib.loads((ROOT / "vendor.toml").read_text(encoding="utf-8"))["package"]
    return [_copy(modules / package["name"], ROOT / package["target"], name) for package in wanted for name in package["files"]]


def _copy(package: Path, target: Path, name: str) -> dict[str, str]:
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    target.mkdir(parents=True, exist_ok=True)
    copied = target / Path(name).name
    shutil.copyfile(package / name, copied)
    return {
        "package": about["name"],
        "version": about["version"],
        "licence": about["license"],
        "file": copied.relative_to(ROOT).as_posix(),
        "sha256": hashlib.sha256(copied.read_bytes()).hexdigest(),
    }


def main() -> int:
    """Copies everything and writes the manifest; 0 when done."""
    rows = copy_all(ROOT.parent / "node_modules")
    MANIFEST.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
