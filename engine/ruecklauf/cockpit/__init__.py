"""The cockpit: how far a project is, as one page that lies in its folder and listens nowhere."""
