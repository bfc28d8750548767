"""What a customer's words say: a contract, engines that keep it, and the text work around them.

Nouns: `Judgement` (nature, source, urgency, category, sentiment, anger, aspects, each a `Call` with its
confidence and the `Evidence` spans that decided), `Masked` (text whose personal data is hidden),
digests of normalised text, trained `Heads`. Verbs: `judge` (an engine), `scores` (the trained one),
`mask`, `normalised_digest`, `load_engine`.
Spans are always offsets into the text as it was given, whatever script it was written in.
"""
