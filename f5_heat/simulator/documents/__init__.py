# SPDX-License-Identifier: Apache-2.0

"""What a GET answers: objects, statistics and pages of status as JSON.

It imports schema, state, ha and behaviours; rest and control import it."""
