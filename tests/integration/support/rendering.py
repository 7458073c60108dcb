"""`sallyport render`, and how programs take what it writes."""

import shutil
import subprocess
import unittest

from .daemon import binary


def program(name):
    """Where it is; skips the test where it is not installed."""
    found = shutil.which(name, path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    if found is None:
        raise unittest.SkipTest(f"{name} is not installed")
    return found


def run_render(target, lines, *options):
    text = "".join(f"{line}\n" for line in lines)
    return subprocess.run(
        [str(binary("sallyport")), "render", target, *(str(option) for option in options)],
        input=text, capture_output=True, text=True, timeout=60)


def render(target, lines, *options):
    """What is printed."""
    done = run_render(target, lines, *options)
    if done.returncode != 0:
        raise AssertionError(f"render {target} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def render_to(folder, target, lines, *options):
    """Writes all files into the folder."""
    render(target, lines, "--to", folder, *options)


def check(*command, **options):
    """Runs a program's own check of its configuration."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60, **options)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def random_prefixes(random, count):
    """So many lines, of both families and all lengths, in order as the command line prints them."""
    lines = set()
    while len(lines) < count:
        if random.random() < 0.5:
            length = random.choice([8, 16, 20, 24, 24, 24, 28, 32])
            bits = random.getrandbits(32) >> (32 - length) << (32 - length)
            text = ".".join(str(bits >> shift & 255) for shift in (24, 16, 8, 0))
        else:
            length = random.choice([32, 44, 48, 48, 56, 64, 128])
            bits = (0x2000 << 112 | random.getrandbits(125)) >> (128 - length) << (128 - length)
            text = ":".join(f"{bits >> shift & 0xffff:x}" for shift in range(112, -1, -16))
        lines.add(f"{text}/{length}")
    return sorted(lines)
