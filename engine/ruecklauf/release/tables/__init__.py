"""Tables to publish: questions by area type and size class, without what small cells would tell."""
