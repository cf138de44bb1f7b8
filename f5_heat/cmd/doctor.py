# SPDX-License-Identifier: Apache-2.0

"""The command ``f5-heat doctor``, which examines Heat and the devices."""

import os
import platform
import socket
import sys
import traceback
import warnings

from oslo_config import cfg

from f5_heat import config
from f5_heat.cmd import diagnosis
from f5_heat.cmd import heat_conf
from f5_heat.cmd import host

#: The exit code when nothing could be examined.
NOT_RUN = 3


class CannotRun(Exception):
    """Nothing can be examined; the message says why."""


def run(args):
    """Examine all that ``args`` asks for, print it, return the exit code."""
    try:
        report = examine(args)
    except CannotRun as error:
        print('f5-heat doctor: %s' % error, file=sys.stderr)
        return NOT_RUN
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        # Without its message, which may quote heat.conf.
        place = traceback.extract_tb(error.__traceback__)[-1]
        print(
            'f5-heat doctor: it failed itself, with %s in %s, line %d.'
            % (type(error).__name__, place.filename, place.lineno),
            file=sys.stderr,
        )
        return NOT_RUN
    tell(
        report.json()
        if args.json
        else report.text(diagnosis.is_colored(), sys.stdout.isatty())
    )
    return report.code


def tell(text):
    """Print a text; odd characters and a closed pipe are no errors."""
    sys.stdout.reconfigure(errors='replace')
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # The reader, such as "head", is done; the exit code still counts.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def examine(args):
    # The warnings of Heat and its libraries are not asked for.
    warnings.simplefilter('ignore')
    try:
        heat_conf.read(args.config_file, args.config_dir)
    except heat_conf.BadHeatConf as error:
        raise CannotRun(error) from None
    names = chosen(args.device)
    here = diagnosis.Findings()
    with host.quiet():
        host.examine(here)
        heat = host.heat_version()
        heat_conf.examine(here, heat is not None)
        sections = [here, *look_at_devices(names, args.timeout, here, heat)]
    if args.verbose:
        here.list_names('types')
    return diagnosis.Report(
        {
            'host': socket.gethostname(),
            'f5_heat': host.own_version(),
            'heat': heat,
            'python': platform.python_version(),
        },
        sections,
        args.ignore,
    )


def look_at_devices(names, seconds, here, heat):
    """Return the findings about devices; none if a dependency is missing."""
    if not names:
        return []
    if heat is None:
        here.error('devices', 'Without Heat the devices are not looked at.')
        return []
    try:
        from f5_heat.cmd import devices

        return list(devices.examine(names, seconds))
    except ImportError as error:
        here.error(
            'devices',
            'The devices cannot be looked at, for want of a part of the '
            'package or of what it needs: %s.' % error,
        )
    return []


def chosen(wanted):
    """Return the devices to examine, in the order of heat.conf."""
    try:
        known = list(dict.fromkeys(cfg.CONF[config.GROUP].devices))
    except (cfg.Error, ValueError):
        known = []
    for name in wanted:
        if name not in known:
            raise CannotRun(
                'heat.conf has no device %s; it has %s.'
                % (name, ', '.join(known) or 'none')
            )
    return [name for name in known if name in wanted or not wanted]
