# SPDX-License-Identifier: Apache-2.0

"""The examination of one unit of a device: its login and its state."""

import datetime
import inspect
import urllib.parse

from f5_heat import icontrol
from f5_heat.cmd import handshake
from f5_heat.icontrol import cluster
from f5_heat.icontrol import errors
from f5_heat.icontrol.transport import auth

_OLDEST = (11, 5)
# Before it only administrators may use iControl REST.
_ROLES_COUNT = (13, 1)
_MAY_CHANGE = ('admin', 'resource-admin', 'manager')
_MAY_READ = ('guest', 'operator', 'auditor', 'no-access')
# Seconds that the clocks of host and device may differ.
_APART = 60


class UnitState:
    """The name and the state of one unit of a device."""

    def __init__(self, address):
        self.address = address
        self.name = None
        # Devices fresh from the factory may have one name.
        self.chassis = None
        self.state = None
        self.active = {}
        self.is_standalone = False


class Visit:
    """The questions to one unit, one after the other."""

    def __init__(
        self, findings, unit, connection, is_alone, partition, seconds
    ):
        self._findings = findings
        self._unit = unit
        self._connection = connection
        self._partition = partition.strip('/').partition('/')[0] or 'Common'
        self._seconds = seconds
        self._connect_timeout = min(connection['connect_timeout'], seconds)
        self._read_timeout = min(connection['read_timeout'], seconds)
        self._user = connection['username']
        self._is_alone = is_alone
        self._version = ()

    def make(self):
        """Ask all questions, as far as the unit answers them."""
        try:
            bigip = self._bigip()
            where = urllib.parse.urlsplit(bigip.session.url)
            self._handshake().make(where.hostname, where.port or 443)
            try:
                self._log_in(bigip)
                for step in (
                    self._loaded,
                    self._version_and_role,
                    self._rights,
                    self._sync,
                    self._default_partition,
                    self._modules,
                    self._clock,
                ):
                    self._step(step, bigip)
            finally:
                bigip.close()
        except handshake.NoAccess:
            pass
        except Exception as error:
            # A device of an unexpected kind must not hide the others.
            self._findings.error(
                'unit',
                'This unit cannot be checked: %s.' % type(error).__name__,
            )

    def _bigip(self):
        # Each unit is asked by itself, and about its present state.
        settings = {
            name: self._connection[name]
            for name in inspect.signature(icontrol.connect).parameters
            if name in self._connection
            and name not in ('standby', 'sync_group')
        }
        settings.update(
            connect_timeout=self._connect_timeout,
            read_timeout=self._read_timeout,
        )
        try:
            return icontrol.connect(self._unit.address, retry=None, **settings)
        except ValueError as error:
            self._findings.error('address', str(error))
            raise handshake.NoAccess from None

    def _handshake(self):
        is_checked = (
            self._connection['verify'] and not self._connection['fingerprint']
        )
        return handshake.Handshake(
            self._findings, is_checked, self._connect_timeout, self._seconds
        )

    def _log_in(self, bigip):
        try:
            version = bigip.version
        except errors.Untrusted as error:
            self._findings.error(
                'trust',
                '%s. If the fingerprint above is the one that the device '
                'itself shows, give it as fingerprint, or save the '
                'certificate to a file and name that in ca_file.'
                % _reason(error),
            )
        except errors.Unauthorized as error:
            self._findings.error(
                'login',
                'The user %s is refused: %s'
                % (self._user, _sentence(error.message))
                + (
                    ''
                    if error.is_about_rights
                    else ' Compare username and '
                    'password in heat.conf; repeated failures lock the '
                    'account.'
                ),
            )
        except errors.Busy as error:
            self._findings.error(
                'login',
                'The device restarts or is busy: %s Ask again in some '
                'minutes.' % _sentence(error.message),
            )
        except errors.IControlError as error:
            self._findings.error('login', _sentence(error))
        else:
            self._version = _numbers(version)
            if self._connection['verify'] or self._connection['fingerprint']:
                self._findings.ok('trust', 'The certificate is trusted.')
            self._tell_login(bigip.session.auth)
            return
        raise handshake.NoAccess

    def _tell_login(self, found):
        if isinstance(found, auth.TokenAuth):
            self._findings.ok(
                'login',
                'The user %s has logged in, with a token.' % self._user,
                username=self._user,
                auth='token',
            )
        elif found.is_makeshift:
            self._findings.warning(
                'login',
                'The user %s has as many tokens as the device allows, and '
                'is let in with the password alone for the moment. Find '
                'out who takes tokens and keeps them.' % self._user,
                username=self._user,
                auth='basic',
            )
        else:
            self._findings.ok(
                'login',
                'The user %s is let in, with basic authentication.'
                % self._user,
                username=self._user,
                auth='basic',
            )

    def _step(self, step, bigip):
        try:
            step(bigip)
        except errors.Unauthorized as error:
            if not error.is_about_rights:
                self._findings.error(_name(step), _sentence(error))
                raise handshake.NoAccess from None
            self._tell_no_right(_name(step), error.path)
        except (errors.Unreachable, errors.Busy) as error:
            self._findings.error(_name(step), _sentence(error))
            raise handshake.NoAccess from None
        except errors.IControlError as error:
            self._findings.error(_name(step), _sentence(error))

    def _tell_no_right(self, check, path):
        if check == 'role' and not self._is_alone:
            self._findings.error(
                check,
                'The user %s may not read %s, without which it is not '
                'known which unit is active.' % (self._user, path),
            )
        else:
            self._findings.ok(
                check,
                'The user %s may not read %s: this is not known.'
                % (self._user, path),
            )

    def _loaded(self, bigip):
        try:
            bigip.check_loaded()
        except errors.Loading as error:
            self._findings.error(
                'loaded', '%s Ask again in some minutes.' % error.message
            )
            raise handshake.NoAccess from None
        self._findings.ok('loaded', 'The configuration is loaded.')

    def _version_and_role(self, bigip):
        own = cluster.own_device(bigip)
        self._unit.name = own['name'].rpartition('/')[2]
        self._unit.chassis = own.get('chassisId')
        self._unit.active = {
            one['name'].rpartition('/')[2]: str(one.get('managementIp'))
            for one in bigip.list('cm/device')
            if one.get('failoverState') == 'active'
        }
        self._tell_version(bigip.version, own)
        self._tell_role(str(own.get('failoverState')))

    def _tell_version(self, version, own):
        host, platform = own.get('hostname'), own.get('marketingName')
        said = '%s runs %s%s' % (
            host,
            version,
            ' on %s' % platform if platform else '',
        )
        data = {'version': version, 'hostname': host, 'platform': platform}
        if self._version < _OLDEST:
            self._findings.error(
                'version',
                '%s, which is too old: f5-heat needs 11.5 or later.' % said,
                **data,
            )
        else:
            self._findings.ok('version', said + '.', **data)

    def _tell_role(self, state):
        self._unit.state = state
        if state == 'active':
            self._findings.ok('role', 'The unit is active.', state=state)
        elif (
            state == 'standby'
            and self._connection['standby'] is None
            and (self._is_alone)
        ):
            self._findings.warning(
                'role',
                'The unit is standby, and changed all the same: the next '
                'sync may undo that. Name all units in the option '
                'address, or set standby.',
                state=state,
            )
        elif state == 'standby':
            self._findings.ok('role', 'The unit is standby.', state=state)
        else:
            self._findings.warning(
                'role', 'The unit is %s.' % state, state=state
            )

    def _rights(self, bigip):
        try:
            found = bigip.read('auth/user', self._user)
        except errors.NotFound:
            self._findings.ok(
                'rights',
                'The user %s is not one of the device itself: what it may '
                'do there is not known.' % self._user,
            )
            return
        access = found.get('partitionAccess')
        if not isinstance(access, list):
            return
        roles = {
            one.get('name'): one.get('role')
            for one in access
            if isinstance(one, dict)
        }
        role = roles.get('all-partitions', roles.get(self._partition))
        data = {'roles': roles}
        said = 'The user %s has the role %s' % (self._user, role)
        if role is None:
            self._findings.error(
                'rights',
                'The user %s has no role in the partition %s.'
                % (self._user, self._partition),
                **data,
            )
        elif role == 'admin':
            self._findings.ok(
                'rights',
                'The user %s is an administrator.' % self._user,
                **data,
            )
        elif self._version < _ROLES_COUNT:
            self._findings.error(
                'rights',
                '%s; before 13.1 only administrators may use iControl '
                'REST.' % said,
                **data,
            )
        elif role in _MAY_CHANGE:
            self._findings.ok(
                'rights',
                '%s. What an administrator alone may do, such as making '
                'partitions, the device refuses.' % said,
                **data,
            )
        elif role in _MAY_READ:
            self._findings.error(
                'rights',
                '%s, which changes nothing. Give it the role manager at '
                'least.' % said,
                **data,
            )
        else:
            self._findings.warning(
                'rights',
                '%s, which may not suffice for all resource types.' % said,
                **data,
            )

    def _sync(self, bigip):
        group = self._connection['sync_group']
        if group and not bigip.exists(
            cluster.GROUPS, '/Common/' + group.rpartition('/')[2]
        ):
            self._findings.error(
                'sync',
                'There is no device group %s, to which sync_group has the '
                'device synced.' % group,
            )
            return
        found = cluster.sync_status(bigip)
        status = found.of(group) if group else found.status
        self._unit.is_standalone = found.status == cluster.STANDALONE
        data = {'state': status}
        said = 'The device group %s is' % group if group else 'The device is'
        if self._unit.is_standalone:
            self._findings.ok(
                'sync',
                'The device is standalone: it syncs with no other.',
                **data,
            )
        elif status in (cluster.IN_SYNC, 'Syncing'):
            self._findings.ok('sync', '%s "%s".' % (said, status), **data)
        elif status in cluster.BROKEN or group and found.is_broken(group):
            self._findings.error(
                'sync',
                '%s "%s": %s' % (said, status, _sentence(found)),
                **data,
            )
        else:
            self._findings.warning(
                'sync',
                '%s "%s": %s' % (said, status, _sentence(found)),
                **data,
            )

    def _default_partition(self, bigip):
        if bigip.exists('auth/partition', self._partition):
            self._findings.ok(
                'partition',
                'The partition %s is there.' % self._partition,
                name=self._partition,
            )
        else:
            self._findings.error(
                'partition',
                'There is no partition %s, in which resources are made '
                'that name none. Make it, or change the option partition.'
                % self._partition,
                name=self._partition,
            )

    def _modules(self, bigip):
        levels = {
            one.get('name'): one.get('level')
            for one in bigip.list('sys/provision')
        }
        found = sorted(
            name
            for name, level in levels.items()
            if level not in (None, 'none')
        )
        if 'ltm' in found:
            self._findings.ok(
                'modules', 'Provisioned: %s.' % (', '.join(found)), names=found
            )
        else:
            self._findings.error(
                'modules',
                'The module ltm is not provisioned, so that there are no '
                'virtual servers and pools.',
                names=found,
            )

    def _clock(self, bigip):
        try:
            found = bigip.stats('sys/clock')['fullDate']
            there = datetime.datetime.fromisoformat(
                found.replace('Z', '+00:00')
            )
            ahead = (
                there - datetime.datetime.now(datetime.timezone.utc)
            ).total_seconds()
        except errors.HTTPError as error:
            # Recorded on 14.1.2.1; not every version may have it.
            if error.status != 404:
                raise
            return
        except (AttributeError, KeyError, TypeError, ValueError):
            return
        data = {'seconds': round(ahead)}
        if abs(ahead) > _APART:
            self._findings.warning(
                'clock',
                "The device's clock is %d seconds %s this host's. Let "
                'both '
                'follow a time server.'
                % (abs(ahead), 'ahead of' if ahead > 0 else 'behind'),
                **data,
            )
        else:
            self._findings.ok(
                'clock', 'The clocks of device and host agree.', **data
            )


def _name(step):
    return step.__name__.rpartition('_')[2]


def _numbers(version):
    return tuple(int(part) for part in version.split('.') if part.isdigit())


def _reason(error):
    return error.reason[:1].upper() + error.reason[1:]


def _sentence(error):
    words = str(error).strip()
    return words if words.endswith('.') else words + '.'
