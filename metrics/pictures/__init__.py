"""Charts and figures as pictures, drawn on the server: SVG, and PNG made of the very same SVG."""
