"""Feedback is told apart, looked at by a person, and sent to who must act.

Nouns: *item* (one feedback on its way through screening), *verdict* (what an engine decided, with its
confidence and the words that decided), *screening* (a person's confirmation or overruling, which can be
undone), *routing rule* (which department takes what). Verbs: ``classify`` and ``classify_batch`` (an engine
judges), ``screen`` and ``confirm_many`` (a person decides), ``undo_screening``, ``route``,
``add_routing_rule``, ``retire_routing_rule``.

The engine is named by ``settings.TEXT_ENGINE``; how often people agree with it is ``queries.agreement``.
"""
