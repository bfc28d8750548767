"""Who must say yes before something is done.

Nouns: *approval request* (what is asked, for how much, by whom), *limit table* (what each role may agree
to alone, in versions), *recused* people (those the matter is about). Verbs: ``ask_approval``, ``agree``,
``refuse``, ``withdraw``, ``publish_limits``. Four eyes: who asks never decides, nor does anybody the
matter is about.
"""
