"""Behind an explanation: the demands of its causes, who meets them, whether each member is needed."""
