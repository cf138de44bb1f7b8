# SPDX-License-Identifier: Apache-2.0

"""A living stack for each type of the old code, with all properties."""

import dataclasses

from tests.functional import contract
from tests.functional.contract import stacks
from tests.functional.living import kind
from tests.functional.living import site as sites

#: The types of the old code that have a row in the contract. The others are
#: in the stacks of ``steady``.
TYPES = (
    'F5::LTM::IRule',
    'F5::LTM::Monitor::DNS',
    'F5::LTM::Monitor::External',
    'F5::LTM::Monitor::GatewayICMP',
    'F5::LTM::Monitor::HTTP',
    'F5::LTM::Monitor::HTTPS',
    'F5::LTM::Monitor::ICMP',
    'F5::LTM::Monitor::TCP',
    'F5::LTM::Monitor::TCPHalfOpen',
    'F5::LTM::Monitor::UDP',
    'F5::LTM::Node',
    'F5::LTM::Persistence::Cookie',
    'F5::LTM::Persistence::SourceAddress',
    'F5::LTM::Pool',
    'F5::LTM::PoolMember',
    'F5::LTM::Profile::ClientSSL',
    'F5::LTM::Profile::FastL4',
    'F5::LTM::Profile::HTTP',
    'F5::LTM::Profile::OneConnect',
    'F5::LTM::Profile::ServerSSL',
    'F5::LTM::Profile::TCP',
    'F5::LTM::Profile::UDP',
    'F5::LTM::SnatPool',
    'F5::LTM::VirtualAddress',
    'F5::LTM::VirtualServer',
    'F5::Sys::Partition',
    'F5::Sys::SSLCertificate',
    'F5::Sys::iAppCompositeTemplate',
    'F5::Sys::iAppFullTemplate',
    'F5::Sys::iAppService',
)


class OfType(kind.Living):
    """An object of a type was created with all properties, and updated."""

    keys = frozenset({'created', 'device'})

    row = None

    def resources(self):
        # make() has the template: the old code knows which properties it has.
        return {}

    def make(self):
        schema = self.stack.heat.resource_types.get(self.row.type)
        row = dataclasses.replace(
            self.row,
            changes={
                name: change
                for name, change in self.row.changes.items()
                if name in schema['properties']
            },
        )
        case = stacks.Case if row.needs else stacks.Alone
        self.case = case(row, self, self.stack, stacks.together(row))
        self.stack.create(self.case.template(stacks.first))
        self.template = self.case.template(stacks.second)
        self.update()

    def change(self):
        ids, mark = self.site.ids(self.stack), self.mark()
        assert mark.startswith(self.stack.id)
        self.stack.update(self.case.template(stacks.first))
        assert self.site.ids(self.stack) == ids
        assert self.mark() == mark
        self.case.assert_holds(lambda change: change.sent_first)
        assert [
            method
            for _, method, where in self.site.requests()
            if method != 'GET' and where == self.case.uri('all')
        ] == ['PATCH']

    def mark(self):
        return sites.mark(self.case.read_marked('all'))


for row in contract.ROWS:
    if row.type in TYPES:
        type(row.type, (OfType,), {'row': row}, label=row.type)
