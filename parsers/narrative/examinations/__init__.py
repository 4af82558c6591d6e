"""Which examination a number belongs to: this one or an earlier one."""
