# SPDX-License-Identifier: Apache-2.0

"""What single kinds of objects do beyond their row of data.

It imports schema, kinds, state, ha and tmsh; the factory gives it to devices,
and documents reads from it how healthy pools are."""
