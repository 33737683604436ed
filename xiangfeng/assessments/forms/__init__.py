"""The shapes of what people type into the assessment's pages."""
