"""The parts of the page that a question covers until it was answered: how a gate's corners come out, the gradients of the nine."""

CORNERS, GRADIENTS = "corners", "gradients"
