"""The service manual at the point of work: what to do in each step, what to say, what to write.

Nouns: *article* (a guide, script, reply template, cause or piece of knowledge, tied to a step of the work),
*article version* (its text in one language; never changed, only followed by the next). Verbs:
``publish_article``, ``stock_shelf`` (the articles this product ships with).
"""
