# SPDX-License-Identifier: Apache-2.0

"""Heat's Resource with all that is changed of it, in one place.

It holds the pipeline around every action and what becomes of legacy stacks.
It imports schema and validation; objects and traits import it.
"""
