"""Small named patches, each of which takes one measure of safety away."""
