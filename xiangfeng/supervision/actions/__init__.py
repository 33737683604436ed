"""意见箱 (`boxes`), their openings (`openings`), 社会监督员 (`supervisors`) and 聘书 (`terms`), opinions (`opinions`)."""
