"""Which export controls stand between a shipment and its destination, and who says so."""
